import type { Table } from '@barometer/store';

const KEY = '~written';

/** Notes in the table `feeds` that everything caused by entries up to a journal place is in the alert log. */
export function putWritten(feeds: Table, place: number): Promise<void> {
  return feeds.put([[KEY, JSON.stringify({ place })]]);
}

/** The place noted last; `undefined` where none was yet. */
export async function writtenUpTo(feeds: Table): Promise<number | undefined> {
  const text = await feeds.get(KEY);
  return text === undefined ? undefined : (JSON.parse(text) as { place: number }).place;
}
