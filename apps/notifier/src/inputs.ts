import type { AlertRecord, Transition } from '@barometer/alert';
import { decodeEntry, type ActEntry } from '@barometer/journal';
import type { Placed } from '@barometer/notice';
import { readLeft, type Log, type LogRecord } from '@barometer/store';
import type { Instant } from '@barometer/time';

const BATCH = 500;
/** What every act's JSON holds; decoding is spared for the rest. */
const ACT = '"act"';

/** How far the logs were read. */
export interface Positions {
  /** First offset of `alerts` not yet planned. */
  readonly alerts: number;
  /** First offset of the journal whose acts were not yet taken. */
  readonly acts: number;
  /** Last `watchSeq` planned, by watch: repeats in the log are dropped by it. */
  readonly seqs: Readonly<Record<string, number>>;
}

/** Transitions of one watch with one cause, and how far the logs were read with the last of them. */
export interface Group {
  readonly placed: readonly Placed[];
  readonly positions: Positions;
}

/** The logs as the notifier reads them: complete groups of transitions, and the journal's acts. */
export class Inputs {
  private next = 0;
  private nextAct = 0;
  private nextLive = 0;
  private seqs = new Map<string, number>();
  /** Transitions of groups that are not complete yet, by watch. */
  private parts = new Map<string, Placed[]>();

  /** `onLost` is told where transitions are gone that were not planned: first offset gone, first offset left. */
  constructor(
    private readonly alerts: Log,
    private readonly journal: Log,
    private readonly onLost: (from: number, begin: number) => void = () => undefined,
  ) {}

  /** Goes back to where planning stood. */
  resume(positions: Positions): void {
    this.next = positions.alerts;
    this.nextAct = positions.acts;
    this.seqs = new Map(Object.entries(positions.seqs));
    this.parts = new Map();
  }

  positions(): Positions {
    const open = [...this.parts.values()].map((parts) => parts[0]!.offset);
    return { alerts: Math.min(this.next, ...open), acts: this.nextAct, seqs: Object.fromEntries(this.seqs) };
  }

  /** The next complete groups, in order of completion; `atEnd` when nothing more is there to read now. */
  async groups(): Promise<{ groups: Group[]; atEnd: boolean }> {
    const { from, records } = await readLeft(this.alerts, this.next, BATCH);
    if (from > this.next) this.onLost(this.next, from);
    this.next = from;
    const groups: Group[] = [];
    for (const record of records) {
      this.next = record.offset + 1;
      const placed = this.join(placedOf(record));
      if (placed) groups.push({ placed, positions: this.positions() });
    }
    return { groups, atEnd: records.length === 0 };
  }

  private join(placed: Placed): Placed[] | undefined {
    const { watch, watchSeq, group } = placed.transition;
    const parts = this.parts.get(watch) ?? [];
    const last = parts.at(-1)?.transition.watchSeq ?? this.seqs.get(watch) ?? 0;
    if (watchSeq <= last) return undefined;
    const joined = [...parts, placed];
    if (group.index + 1 < group.size) {
      this.parts.set(watch, joined);
      return undefined;
    }
    this.parts.delete(watch);
    this.seqs.set(watch, watchSeq);
    return joined;
  }

  /** The acts of the journal up to a place, that entry included, which were not taken before; those that were lost are passed over. */
  async actsUpTo(place: number): Promise<ActEntry[]> {
    const acts: ActEntry[] = [];
    if (this.nextAct <= place) this.nextAct = Math.max(this.nextAct, await this.journal.begin());
    while (this.nextAct <= place) {
      const records = await this.journal.read(this.nextAct, BATCH);
      if (records.length === 0) break;
      for (const { offset, value } of records) {
        if (offset > place) return acts;
        this.nextAct = offset + 1;
        if (!value.includes(ACT)) continue;
        const entry = decodeEntry(value);
        if (entry.type === 'act') acts.push(entry);
      }
    }
    return acts;
  }

  /** The first entry that is not history; `undefined` while there is none. Looks on from where it looked last. */
  async firstLive(): Promise<{ place: number; at: Instant } | undefined> {
    this.nextLive = Math.max(this.nextLive, await this.journal.begin());
    for (;;) {
      const records = await this.journal.read(this.nextLive, BATCH);
      if (records.length === 0) return undefined;
      for (const record of records) {
        const entry = decodeEntry(record.value);
        const reports = entry.type === 'revision' || entry.type === 'heartbeat';
        if (reports && entry.imported !== true) return { place: record.offset, at: entry.recorded };
        this.nextLive = record.offset + 1;
      }
    }
  }

  /** Transitions by their offsets in `alerts`; those that are gone are left out. */
  async at(offsets: readonly number[]): Promise<Placed[]> {
    const placed: Placed[] = [];
    for (const offset of offsets) {
      const [record] = (await readLeft(this.alerts, offset, 1)).records;
      if (record?.offset === offset) placed.push(placedOf(record));
    }
    return placed;
  }

  /** Records of the alert log from an offset on. */
  behind(next: number): Promise<number> {
    return this.alerts.behind(next);
  }

  /** Resolves when there is more to read, or when the signal aborts. */
  async changed(live: boolean, signal: AbortSignal): Promise<void> {
    const alerts = this.alerts.changed(this.next, signal);
    await (live ? alerts : Promise.race([alerts, this.journal.changed(this.nextLive, signal)]));
  }
}

function placedOf({ offset, value }: LogRecord): Placed {
  const { transition, place, writtenAt } = JSON.parse(value) as AlertRecord & { readonly transition: Transition };
  return { transition, offset, place, writtenAt };
}
