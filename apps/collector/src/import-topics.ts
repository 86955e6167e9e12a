import type { Logger } from '@barometer/service';
import type { Stores, TopicHistory, TopicRange } from '@barometer/store';
import { MINUTE, type Clock, type Instant } from '@barometer/time';
import { importHistory, type Imported, type ImportLine } from './import-history.js';
import { journalEnd } from './journal-tail.js';
import { mergeTopics } from './merge-topics.js';

/** In the table `feeds`: how far the import of the topics' history is. */
const ROW = '~topic history';

/** Noted before the first record is read, so that an import that was cut off goes on with the same lines. */
interface Noted {
  /** The clock then: what a line's times are held against. */
  readonly at: Instant;
  readonly ranges: readonly TopicRange[];
  /** Live input may come. */
  readonly done: boolean;
}

export interface TopicImportParts {
  readonly stores: Pick<Stores, 'journal' | 'rejects' | 'feeds'>;
  readonly history: TopicHistory;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this process may still import; asked before each line, since one that was frozen has lost its turn. */
  readonly mine: () => boolean;
}

/** Another process imports now. */
class NotMine extends Error {}

/** Whether the history of the topics is in the journal, or was found not to be wanted. */
export async function topicsImported({ feeds }: Pick<Stores, 'feeds'>): Promise<boolean> {
  return (await noted(feeds))?.done ?? false;
}

/**
 * Imports what the input topics hold as history into a journal that holds nothing yet, and lets the inbox begin behind it.
 * After a crash at any point it goes on; only one process may run it. Answers false when the signal stopped it, or it is another's turn.
 */
export async function importTopics(parts: TopicImportParts, signal: AbortSignal): Promise<boolean> {
  try {
    return await importAll(parts, signal);
  } catch (error) {
    if (error instanceof NotMine) return false;
    throw error;
  }
}

async function importAll(parts: TopicImportParts, signal: AbortSignal): Promise<boolean> {
  const { feeds } = parts.stores;
  const found = (await noted(feeds)) ?? (await note(parts));
  if (found.done) return true;
  if (!(await take(parts, found, signal))) return false;
  assertMine(parts);
  await parts.history.beginAt(found.ranges);
  await put(feeds, { ...found, done: true });
  return true;
}

/** The topics as they stand; nothing of them is history where the journal already holds something. */
async function note({ stores, history, clock }: TopicImportParts): Promise<Noted> {
  const at = clock.now();
  const { stage } = await journalEnd(stores.journal);
  const found =
    stage === 'empty' ? { at, ranges: await history.ranges(), done: false } : { at, ranges: [], done: true };
  await put(stores.feeds, found);
  return found;
}

async function take(parts: TopicImportParts, found: Noted, signal: AbortSignal): Promise<boolean> {
  const { stores, history, clock, logger } = parts;
  const ranges = await stillThere(history, found.ranges);
  const resume = ranges.every(({ from }, index) => from === found.ranges[index]!.from);
  if (!resume) logger.warn({}, 'records went away while history was imported; it is taken anew from what is left');
  const records = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  if (records > 0) logger.info({ records, partitions: ranges.length }, 'importing the history of the topics');
  const onProgress = progressOf(logger, clock);
  const lines = whileMine(mergeTopics(history, ranges, found.at), parts);
  const outcome = await importHistory(stores, lines, { clock, source: 'topics', resume, onProgress, signal });
  if (outcome.outcome === 'stopped') return false;
  const { accepted, rejected } = outcome;
  if (records > 0) logger.info({ accepted, rejected }, 'the history of the topics is imported');
  return true;
}

async function* whileMine(lines: AsyncIterable<ImportLine>, parts: TopicImportParts): AsyncIterable<ImportLine> {
  for await (const line of lines) {
    assertMine(parts);
    yield line;
  }
  assertMine(parts);
}

function assertMine({ mine }: TopicImportParts): void {
  if (!mine()) throw new NotMine();
}

/** The ranges as noted, without what has been deleted since. */
async function stillThere(history: TopicHistory, ranges: readonly TopicRange[]): Promise<readonly TopicRange[]> {
  const begins = new Map((await history.ranges()).map((range) => [nameOf(range), range.from]));
  return ranges.map((range) => {
    const begin = begins.get(nameOf(range)) ?? range.to;
    return { ...range, from: Math.min(range.to, Math.max(range.from, begin)) };
  });
}

function progressOf(logger: Logger, clock: Clock): (imported: Imported) => void {
  let told = clock.monotonic();
  return (imported) => {
    if (clock.monotonic() - told < MINUTE) return;
    told = clock.monotonic();
    logger.info({ ...imported }, 'importing the history of the topics');
  };
}

const nameOf = ({ topic, partition }: TopicRange): string => `${topic}[${partition}]`;

async function noted(feeds: Stores['feeds']): Promise<Noted | undefined> {
  const row = await feeds.get(ROW);
  return row === undefined ? undefined : (JSON.parse(row) as Noted);
}

async function put(feeds: Stores['feeds'], found: Noted): Promise<void> {
  await feeds.put([[ROW, JSON.stringify(found)]]);
}
