import type { Table } from '@barometer/store';
import { checksum } from './checksum.js';
import { keysOf, namesOf, PART, sealed, unsealed, type Manifest, type PartName } from './manifest.js';
import type { Packing } from './packing.js';
import { KINDS, type FoundPart, type PartKind, type PartText, type SnapshotPart } from './snapshot.js';

/** Characters of a row: under a megabyte, so that it fits a record anywhere. */
const ROW = 200_000;
/** Characters written in one piece. */
const AT_ONCE = 1_000_000;
const MANIFEST = 'desk/manifest';
const PREVIOUS = 'desk/previous';
/** There while a snapshot is written. */
const WRITING = 'desk/writing';

/** Parts taken before others have their turn. */
const TAKEN_AT_ONCE = 20;

/** A part as it was when it was taken: what it is called where it stands already, else its text to be made, until it is written. */
interface Taken extends Pick<SnapshotPart, 'kind' | 'stamp'> {
  readonly name: PartName | undefined;
  text: (() => PartText) | undefined;
}

/** What stood when a snapshot was taken. */
interface Before {
  readonly last: Manifest | undefined;
  readonly previous: Manifest | undefined;
  /** A save was cut off. */
  readonly cutOff: boolean;
}

/** A snapshot as found; reading a part of it throws where that is damaged. */
export interface Found {
  readonly name: 'last' | 'previous';
  parts(): AsyncIterable<FoundPart>;
}

export interface SnapshotsOptions {
  readonly packing: Packing;
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
    private readonly options: SnapshotsOptions,
  ) {}

  /**
   * Takes the parts as they are now, but those that stand; what it answers writes them, and nothing where there are none. One at a time:
   * what was taken before is written, or has failed, when the next is taken.
   */
  async take(parts: Iterable<SnapshotPart>): Promise<() => Promise<void>> {
    const [last, previous, cutOff] = await Promise.all([
      this.manifest(MANIFEST),
      this.manifest(PREVIOUS),
      this.table.get(WRITING),
    ]);
    const there = new Set([...namesOf(last)].filter((name) => this.whole.has(name)));
    const taken: Taken[] = [];
    for (const part of parts) {
      const stands = part.stamp && this.written.get(part.stamp);
      const name = stands !== undefined && there.has(stands) ? stands : undefined;
      taken.push({ kind: part.kind, stamp: part.stamp, name, text: name === undefined ? part.take() : undefined });
      if (name === undefined && taken.length % TAKEN_AT_ONCE === 0) await this.options.pause?.();
    }
    const before = { last, previous, cutOff: cutOff !== undefined };
    return () => (taken.length === 0 ? Promise.resolve() : this.write(taken, there, before));
  }

  private async write(taken: readonly Taken[], there: Set<PartName>, before: Before): Promise<void> {
    const { last, previous } = before;
    if (before.cutOff) await this.sweep(last);
    await this.table.put([[WRITING, '{}']]);
    const manifest = { head: [], register: [], series: [] } as Record<PartKind, PartName[]>;
    const writer = new Writer(this.table, there);
    for (const part of taken) manifest[part.kind].push(part.name ?? (await this.place(part, writer)));
    await writer.flush();
    const stood: [string, string][] = last ? [[PREVIOUS, sealed(last)]] : [];
    await this.table.put([...stood, [MANIFEST, sealed(manifest)], [WRITING, null]]);
    this.whole = namesOf(manifest);
    await this.remove(previous, [last, manifest]);
  }

  private async place(part: Taken, writer: Writer): Promise<PartName> {
    const name = await writer.write(this.packed(part.kind, part.text!()));
    if (part.stamp) this.written.set(part.stamp, name);
    part.text = undefined;
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
        yield this.unpacked(kind, await this.textOf(name));
        await this.options.pause?.();
      }
    }
  }

  /** The head stands as it is, so that any version can tell whose it is. */
  private packed(kind: PartKind, { front, rest = '' }: PartText): string {
    const { pack } = this.options.packing;
    return kind === 'head' ? front : JSON.stringify([pack(front), pack(rest)]);
  }

  private unpacked(kind: PartKind, text: string): FoundPart {
    if (kind === 'head') return { kind, front: text, rest: () => '' };
    const { unpack } = this.options.packing;
    const [front, rest] = JSON.parse(text) as [string, string];
    return { kind, front: unpack(front), rest: () => unpack(rest) };
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

function slice(row: string): string {
  try {
    return String(JSON.parse(row));
  } catch {
    throw new SnapshotDamaged('a part of it is torn');
  }
}
