import type { AlertRecord, Transition } from '@barometer/alert';
import { Desk } from '@barometer/desk';
import { openKafka, type KafkaSettings } from '@barometer/kafka';
import { decodeEntry } from '@barometer/journal';
import type { Log } from '@barometer/store';
import { ledgerOf, type LedgerVerdict } from './ledger.js';
import { recordsOf } from './records.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a desk on Kafka holds, compared with what it must. */
export interface Verdict extends LedgerVerdict {
  /** Record ids in the journal, repeats included. */
  readonly journal: readonly string[];
  readonly transitions: number;
  /** Transitions of a fresh fold of the journal that the alert log lacks. */
  readonly lost: readonly string[];
  /** Transitions that a reader who drops what it knows would still see differently or out of order. */
  readonly twice: readonly string[];
  /** Records of the alert log that repeat an earlier one byte for byte. */
  readonly repeats: number;
  /** For each transition that an entry caused: from the entry's time to the record in the alert log, ms, by the time of the record. */
  readonly delays: readonly { readonly at: number; readonly delay: number; readonly watch: string }[];
  readonly expected: readonly Transition[];
}

/** Reads everything; nothing may be running that still writes. */
export async function verdictOf(settings: KafkaSettings): Promise<Verdict> {
  const stores = await openKafka(settings, { role: 'verdict', log: silent, onFatal: () => {} });
  try {
    const { journal, expected } = await foldAnew(stores.journal);
    return { journal, expected, ...(await compare(stores.alerts, expected)), ...(await ledgerOf(stores)) };
  } finally {
    await stores.close();
  }
}

async function foldAnew(log: Log) {
  const desk = new Desk({});
  const journal: string[] = [];
  const expected: Transition[] = [];
  for await (const { offset, value } of recordsOf(log)) {
    const entry = decodeEntry(value);
    if (entry.type === 'revision') journal.push(entry.revision.recordId);
    desk.step(entry, offset);
    expected.push(...desk.takePending().map(({ transition }) => transition));
  }
  return { journal, expected };
}

async function compare(alerts: Log, expected: readonly Transition[]) {
  const seen = new Map<string, string[]>();
  const twice: string[] = [];
  const delays: { at: number; delay: number; watch: string }[] = [];
  let repeats = 0;
  for await (const { value } of recordsOf(alerts)) {
    const { transition, writtenAt } = JSON.parse(value) as AlertRecord;
    const known = seen.get(transition.watch) ?? [];
    seen.set(transition.watch, known);
    const text = JSON.stringify(transition);
    const earlier = known[transition.watchSeq - 1];
    if (earlier === text) repeats++;
    else if (earlier !== undefined || transition.watchSeq !== known.length + 1) twice.push(text);
    else {
      known.push(text);
      const at = Date.parse(writtenAt);
      // One that fell due has the time it fell due at, and is made when the journal next moves.
      if (transition.cause.startsWith('due')) continue;
      delays.push({ at, delay: at - Date.parse(transition.at), watch: transition.watch });
    }
  }
  const all = new Set([...seen.values()].flat());
  const lost = expected.map((transition) => JSON.stringify(transition)).filter((text) => !all.has(text));
  return { transitions: all.size, lost, twice, repeats, delays };
}
