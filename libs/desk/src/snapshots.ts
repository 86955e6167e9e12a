import type { Table } from '@barometer/store';
import { checksum } from './checksum.js';
import { KINDS, type PartKind, type SnapshotPart } from './snapshot.js';

/** Characters of a row: under a megabyte, so that it fits a record anywhere. */
const ROW = 200_000;
/** Characters written in one piece. */
const AT_ONCE = 1_000_000;
const MANIFEST = 'desk/manifest';
const PREVIOUS = 'desk/previous';
/** There while a snapshot is written. */
const WRITING = 'desk/writing';
const PART = 'desk/part/';

/** A part as a manifest names it: `CHECKSUM`, or `CHECKSUM*ROWS` where it takes several. */
type PartName = string;

type Manifest = Readonly<Record<PartKind, readonly PartName[]>>;

/** A snapshot as found; reading a part of it throws where that is damaged. */
export interface Found {
  readonly name: 'last' | 'previous';
  parts(): AsyncIterable<{ readonly kind: PartKind; readonly text: string }>;
}

export interface SnapshotsOptions {
  /** Lets others have their turn between two parts. */
  readonly pause?: () => Promise<void>;
}

/** A snapshot that cannot be used; the message says why. */
export class SnapshotDamaged extends Error {
  override readonly name = 'SnapshotDamaged';
}

/**
 * Keeps the desk's last two snapshots in parts named by their content: a part that did not change is written once, the manifest comes
 * last, and the snapshot before stands until then.
 */
export class Snapshots {
  /** Where the parts are that did not change since they were last saved or restored. */
  private readonly written = new WeakMap<object, PartName>();
  /** Parts that this process wrote, or read and found whole: only these are not written again. */
  private whole = new Set<PartName>();

  constructor(
    private readonly table: Table,
    private readonly options: SnapshotsOptions = {},
  ) {}

  /** Saves what did not stand before; nothing where there are no parts. */
  async save(parts: Iterable<SnapshotPart>): Promise<void> {
    const [last, previous] = [await this.manifest(MANIFEST), await this.manifest(PREVIOUS)];
    if ((await this.table.get(WRITING)) !== undefined) await this.sweep(last);
    const there = new Set([...namesOf(last)].filter((name) => this.whole.has(name)));
    const manifest = { head: [], register: [], series: [] } as Record<PartKind, PartName[]>;
    const writer = new Writer(this.table, there);
    for (const part of parts) {
      if (manifest.head.length === 0) await this.table.put([[WRITING, '{}']]);
      manifest[part.kind].push(await this.place(part, writer));
    }
    if (manifest.head.length === 0) return;
    await writer.flush();
    const before: [string, string][] = last ? [[PREVIOUS, sealed(last)]] : [];
    await this.table.put([...before, [MANIFEST, sealed(manifest)], [WRITING, null]]);
    this.whole = namesOf(manifest);
    await this.remove(previous, [last, manifest]);
  }

  private async place({ stamp, text }: SnapshotPart, writer: Writer): Promise<PartName> {
    const known = stamp && this.written.get(stamp);
    if (known !== undefined && writer.has(known)) return known;
    const name = await writer.write(text());
    if (stamp) this.written.set(stamp, name);
    await this.options.pause?.();
    return name;
  }

  /** What the restored desk's parts are called, so that the next save need not make them again. */
  async recognise(parts: Iterable<SnapshotPart>): Promise<void> {
    const names = (await this.manifest(MANIFEST))?.register ?? [];
    let place = 0;
    for (const { kind, stamp } of parts) {
      if (kind === 'register') this.written.set(stamp!, names[place++]!);
    }
  }

  /** The last snapshot and the one before it. */
  async found(): Promise<Found[]> {
    const found: Found[] = [];
    for (const [name, key] of [
      ['last', MANIFEST],
      ['previous', PREVIOUS],
    ] as const) {
      if ((await this.table.get(key)) === undefined) continue;
      const manifest = await this.manifest(key);
      found.push({ name, parts: () => this.partsOf(manifest) });
    }
    return found;
  }

  private async *partsOf(manifest: Manifest | undefined): ReturnType<Found['parts']> {
    if (!manifest) throw new SnapshotDamaged('its list of parts is damaged');
    for (const kind of KINDS) {
      for (const name of manifest[kind]) {
        yield { kind, text: await this.textOf(name) };
        await this.options.pause?.();
      }
    }
  }

  private async textOf(name: PartName): Promise<string> {
    const rows: string[] = [];
    for (const key of keysOf(name)) {
      const row = await this.table.get(key);
      if (row === undefined) throw new SnapshotDamaged('a part of it is missing');
      rows.push(row);
    }
    const text = rows.length === 1 ? rows[0]! : rows.map(slice).join('');
    if (checksum(text) !== name.split('*')[0]) throw new SnapshotDamaged('a part of it is not as it was written');
    this.whole.add(name);
    return text;
  }

  private async manifest(key: string): Promise<Manifest | undefined> {
    const text = await this.table.get(key);
    return text === undefined ? undefined : unsealed(text);
  }

  private async remove(gone: Manifest | undefined, kept: readonly (Manifest | undefined)[]): Promise<void> {
    const names = new Set(kept.flatMap((manifest) => [...namesOf(manifest)]));
    const left = [...namesOf(gone)].filter((name) => !names.has(name));
    for (let from = 0; from < left.length; from += 500) {
      const keys = left.slice(from, from + 500).flatMap(keysOf);
      await this.table.put(keys.map((key) => [key, null] as const));
    }
  }

  /** Takes away what a save that was cut off left behind. */
  private async sweep(last: Manifest | undefined): Promise<void> {
    const kept = new Set([...namesOf(last), ...namesOf(await this.manifest(PREVIOUS))].flatMap(keysOf));
    const left: string[] = [];
    for await (const [key] of this.table.all(PART)) if (!kept.has(key)) left.push(key);
    if (left.length > 0) await this.table.put(left.map((key) => [key, null] as const));
  }
}

/** Writes parts that are not there yet, some at a time. */
class Writer {
  private rows: [string, string][] = [];
  private size = 0;

  constructor(
    private readonly table: Table,
    private readonly there: Set<PartName>,
  ) {}

  has(name: PartName): boolean {
    return this.there.has(name);
  }

  async write(text: string): Promise<PartName> {
    const rows = Math.max(1, Math.ceil(text.length / ROW));
    const name = rows === 1 ? checksum(text) : `${checksum(text)}*${rows}`;
    if (this.there.has(name)) return name;
    this.there.add(name);
    keysOf(name).forEach((key, i) => {
      this.rows.push([key, rows === 1 ? text : JSON.stringify(text.slice(i * ROW, (i + 1) * ROW))]);
    });
    this.size += text.length;
    if (this.size > AT_ONCE) await this.flush();
    return name;
  }

  async flush(): Promise<void> {
    const { rows } = this;
    [this.rows, this.size] = [[], 0];
    if (rows.length > 0) await this.table.put(rows);
  }
}

function namesOf(manifest: Manifest | undefined): Set<PartName> {
  return new Set(manifest ? KINDS.flatMap((kind) => manifest[kind]) : []);
}

function keysOf(name: PartName): string[] {
  const [sum, rows = '1'] = name.split('*');
  return Array.from({ length: Number(rows) }, (_, i) => `${PART}${sum}/${i}`);
}

function slice(row: string): string {
  try {
    return String(JSON.parse(row));
  } catch {
    throw new SnapshotDamaged('a part of it is torn');
  }
}

function sealed(manifest: Manifest): string {
  const body = JSON.stringify(manifest);
  return JSON.stringify({ sum: checksum(body), ...manifest });
}

/** A manifest that is damaged names nothing. */
function unsealed(text: string): Manifest | undefined {
  try {
    const { sum, head, register, series } = JSON.parse(text) as Manifest & { sum: string };
    const manifest = { head, register, series };
    return checksum(JSON.stringify(manifest)) === sum ? manifest : undefined;
  } catch {
    return undefined;
  }
}
