import type { AlertRecord, Transition } from '@barometer/alert';
import { Follower, Snapshots, type Desk } from '@barometer/desk';
import { packing } from '@barometer/desk/testing';
import { encodeEntry, type Entry } from '@barometer/journal';
import { fakeShares, fakeTable, type FakeLog } from '@barometer/store/testing';
import { ManualClock } from '@barometer/time';
import { Assessor } from '../assessor.js';
import { Outputs } from '../outputs.js';
import { Written } from '../written.js';

/** A line of the log at warning level or above. */
export interface Line {
  readonly facts: object;
  readonly words: string;
}

/** Runs an assessor over what the journal holds now, from its start, and stops it; throws what the start throws. */
export async function assess(
  journal: FakeLog,
  alerts: FakeLog,
  snapshots = fakeTable(),
): Promise<{ desk: Desk; warned: Line[]; waiting: number }> {
  const warned: Line[] = [];
  const follower = new Follower({ journal, alerts });
  const outputs = new Outputs({ alerts, shares: fakeShares(), clock: new ManualClock(0), writer: 'test' });
  const assessor = new Assessor({
    follower,
    outputs,
    snapshots: new Snapshots(snapshots, { packing }),
    written: new Written(),
    logger: warningsTo(warned),
    onFatal: (error) => {
      throw error;
    },
  });
  await assessor.start();
  await assessor.stop();
  return { desk: follower.desk, warned, waiting: outputs.waiting };
}

function warningsTo(warned: Line[]) {
  const line = (facts: object, words: string) => void warned.push({ facts, words });
  return { debug: () => {}, info: () => {}, warn: line, error: line } as unknown as ConstructorParameters<
    typeof Assessor
  >[0]['logger'];
}

/** Appends entries one by one. */
export async function append(journal: FakeLog, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) await journal.append([{ value: encodeEntry(entry) }]);
}

/** The transitions an alert log holds, in order. */
export const transitionsOf = (alerts: FakeLog): Transition[] =>
  alerts.records.map(({ value }) => (JSON.parse(value) as AlertRecord).transition);
