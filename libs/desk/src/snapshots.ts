import type { Table } from '@barometer/store';

/** Characters a chunk holds: under a megabyte, so that it fits a record anywhere. */
const CHUNK = 200_000;
const MANIFEST = 'desk/manifest';

interface Manifest {
  readonly slot: 'a' | 'b';
  readonly chunks: number;
}

/** Keeps the desk's last snapshot in chunks: two slots in turn, the manifest last, so that the previous one stands until then. */
export class Snapshots {
  constructor(private readonly table: Table) {}

  async save(text: string): Promise<void> {
    if (text === '') return;
    const slot = (await this.manifest())?.slot === 'a' ? 'b' : 'a';
    const chunks = Math.ceil(text.length / CHUNK);
    for (let i = 0; i < chunks; i++) {
      await this.table.put([[`desk/${slot}/${i}`, JSON.stringify(text.slice(i * CHUNK, (i + 1) * CHUNK))]]);
    }
    await this.table.put([[MANIFEST, JSON.stringify({ slot, chunks } satisfies Manifest)]]);
  }

  /** The last snapshot; `undefined` where there is none or a chunk is missing: its checksum is the desk's to check. */
  async load(): Promise<string | undefined> {
    const manifest = await this.manifest();
    if (!manifest) return undefined;
    const parts: string[] = [];
    for (let i = 0; i < manifest.chunks; i++) {
      const chunk = await this.table.get(`desk/${manifest.slot}/${i}`);
      if (chunk === undefined) return undefined;
      parts.push(JSON.parse(chunk) as string);
    }
    return parts.join('');
  }

  private async manifest(): Promise<Manifest | undefined> {
    const text = await this.table.get(MANIFEST);
    return text === undefined ? undefined : (JSON.parse(text) as Manifest);
  }
}
