import { decodeEntry, type ConfigEntry, type Entry } from '@barometer/journal';
import type { Log, LogRecord } from '@barometer/store';
import type { Instant } from '@barometer/time';

/** What an appender must know of a journal before it goes on. */
export interface JournalEnd {
  /** The journal's now; minus infinity when nothing in it has a time. */
  readonly recorded: Instant;
  /** `importing`: history that has not ended; `imported`: ended, and nothing live yet. */
  readonly stage: 'empty' | 'importing' | 'imported' | 'live';
}

export interface JournalTail extends JournalEnd {
  /** The definition in force: the last published one that names the one before it. */
  readonly config?: PublishedConfig;
}

/** A definition in the journal, and where it stands. */
export interface PublishedConfig extends Pick<ConfigEntry, 'hash' | 'engine'> {
  readonly place: number;
}

/** Entries read back at first, and at most where it takes longer: an adapter reads whole packs of them. */
const FIRST = 500;
const MOST = 20_000;

/** Where the journal stands; reads back to its last entry that has a time. */
export async function journalEnd(journal: Log): Promise<JournalEnd> {
  const { recorded, stage } = await readBack(journal, (tail) => tail.placed);
  return { recorded, stage };
}

/** The same and the last definition, which may lie far back. */
export function journalTail(journal: Log): Promise<JournalTail> {
  return readBack(journal, (tail) => tail.placed && tail.configured);
}

async function readBack(journal: Log, complete: (tail: TailReader) => boolean): Promise<JournalTail> {
  const tail = new TailReader();
  let max = FIRST;
  for (let to = await journal.end(); !complete(tail); max = Math.min(4 * max, MOST)) {
    const records = await journal.readBack(to, max);
    if (records.length === 0) break;
    to = records[0]!.offset;
    for (const record of records.reverse()) tail.look(record);
  }
  return tail.answer();
}

class TailReader {
  private stage: JournalTail['stage'] = 'empty';
  private recorded: Instant = Number.NEGATIVE_INFINITY;
  private actRecorded: Instant = Number.NEGATIVE_INFINITY;
  /** Definitions, the newest first. */
  private readonly configs: (PublishedConfig & Pick<ConfigEntry, 'replaces'>)[] = [];
  private oneIsNamed = false;

  get placed(): boolean {
    return this.stage !== 'empty';
  }

  get configured(): boolean {
    return this.oneIsNamed;
  }

  /** Takes the entry before those already looked at. */
  look({ value, offset: place }: LogRecord): void {
    if (this.stage !== 'empty' && !value.includes('"config"')) return;
    const entry = decodeEntry(value);
    if (entry.type === 'config') this.lookAtConfig(entry, place);
    else if (this.stage !== 'empty') return;
    else if (entry.type === 'act') this.actRecorded = Math.max(this.actRecorded, entry.recorded);
    else {
      this.stage = stageAfter(entry);
      this.recorded = entry.recorded;
    }
  }

  /** Once one is named by a later one, it was in force, and what was before it is of no account. */
  private lookAtConfig({ hash, engine, replaces }: ConfigEntry, place: number): void {
    if (this.oneIsNamed) return;
    this.oneIsNamed = this.configs.some((later) => later.replaces === hash);
    this.configs.push({ hash, engine, replaces, place });
  }

  /** One that names another than what is in force is ignored. */
  private configInForce(): PublishedConfig | undefined {
    const oldest = this.configs.at(-1);
    if (!oldest) return undefined;
    const { hash, engine, place } = this.configs.reduceRight(
      (inForce, next) => (next.replaces === inForce.hash ? next : inForce),
      oldest,
    );
    return { hash, engine, place };
  }

  answer(): JournalTail {
    const { stage } = this;
    const config = this.configInForce();
    // Acts do not move now before the first live report.
    const recorded = stage === 'live' ? Math.max(this.recorded, this.actRecorded) : this.recorded;
    return config ? { recorded, stage, config } : { recorded, stage };
  }
}

function stageAfter(entry: Exclude<Entry, { type: 'config' | 'act' }>): JournalTail['stage'] {
  if (entry.type === 'import ended') return 'imported';
  return entry.type !== 'tick' && entry.imported ? 'importing' : 'live';
}
