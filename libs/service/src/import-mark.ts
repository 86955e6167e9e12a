import type { Table } from '@barometer/store';

const KEY = '~import';

/** An import of a whole desk, by the SHA-256 of its file. */
export interface ImportMark {
  readonly sha256: string;
  readonly done: boolean;
}

/** Notes in the table `feeds` that a desk is imported, or that it was. */
export function putImportMark(feeds: Table, mark: ImportMark): Promise<void> {
  return feeds.put([[KEY, JSON.stringify(mark)]]);
}

/** The import noted last; `undefined` where there was none. */
export async function importMark(feeds: Table): Promise<ImportMark | undefined> {
  const text = await feeds.get(KEY);
  return text === undefined ? undefined : (JSON.parse(text) as ImportMark);
}
