import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@barometer/config';
import { ENGINE, Follower } from '@barometer/desk';
import { readRevisions } from '@barometer/incident';
import { encodeEntry, type Entry } from '@barometer/journal';
import type { Channel, Outcome, Outgoing } from '@barometer/notice';
import { createLogger, createRegistry } from '@barometer/service';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock, iso } from '@barometer/time';
import { DeskCache } from '../desk-cache.js';
import type { ConsoleConfig, ConsolePorts } from '../ports.js';
import { sendAgain } from '../send-again.js';

/** The directory of the example, with a slash at its end. */
export const EXAMPLE = fileURLToPath(new URL('../../../../examples/us-forces/', import.meta.url));
const NOW = Date.UTC(2026, 10, 22, 12);

/** The console's ports over the example, folded by a real desk into stores in memory. */
export interface ExampleRoom {
  readonly ports: ConsolePorts;
  readonly stores: FakeStores;
  readonly clock: ManualClock;
  readonly tested: string[];
  /** What was sent again. */
  readonly sent: Outgoing[];
  readonly problems: ConsoleConfig['problems'][number][];
  /** Appends an entry and folds it. */
  take(entry: Entry): Promise<void>;
}

/** Accepts everything, and keeps it. */
class Accepting implements Channel {
  readonly name = 'email';
  constructor(private readonly taken: Outgoing[]) {}
  async send(outgoing: Outgoing): Promise<Outcome> {
    this.taken.push(outgoing);
    return { is: 'accepted', reply: '250 ok' };
  }
  async close(): Promise<void> {}
}

/** The example's lines, those that match where a pattern is given. */
export function exampleLines(pattern = /./): string {
  const lines = readFileSync(`${EXAMPLE}incidents.ndjson`, 'utf8').split('\n');
  return lines.filter((line) => pattern.test(line)).join('\n');
}

/** Folds the example's incidents, or those given, and whatever is taken later. */
export async function exampleRoom(lines?: string, more: Partial<ConsolePorts> = {}): Promise<ExampleRoom> {
  const { config, problems: faults } = loadConfig(`${EXAMPLE}barometer.yaml`);
  if (!config) throw new Error(faults.map(({ message }) => message).join('\n'));
  const stores = fakeStores();
  const follower = new Follower({ journal: stores.journal });
  const fold = async () => {
    await follower.catchUp();
    const values = follower.desk
      .takePending()
      .map((pending) => ({ value: JSON.stringify({ ...pending, writer: 'test', writtenAt: iso(NOW) }) }));
    if (values.length > 0) await stores.alerts.append(values);
  };
  const { definition, hash } = config;
  const entries: Entry[] = [
    { type: 'config', engine: ENGINE, hash, replaces: null, definition },
    ...history(lines ?? exampleLines()),
  ];
  await stores.journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
  await fold();
  const clock = new ManualClock(NOW);
  const tested: string[] = [];
  const sent: Outgoing[] = [];
  const problems: ConsoleConfig['problems'][number][] = [];
  const sendTest = async (receiver: string): Promise<Outcome> => (
    tested.push(receiver),
    { is: 'accepted', reply: '250 ok' }
  );
  const past = new DeskCache(stores.journal);
  const ports: ConsolePorts = {
    stores,
    clock,
    sendTest,
    sendAgain: (asked) => sendAgain({ ...ports, channels: () => new Accepting(sent) }, asked),
    config: { current: config, problems },
    desk: () => follower.desk,
    deskAt: (at) => past.at(at),
    logger: createLogger({ level: 'silent' }),
    registry: createRegistry(),
    ...more,
  };
  const take = async (entry: Entry) => {
    await stores.journal.append([{ value: encodeEntry(entry) }]);
    await fold();
  };
  return { ports, stores, clock, tested, sent, problems, take };
}

function history(lines: string): Entry[] {
  let recorded = -Infinity;
  const entries: Entry[] = [];
  for (const item of readRevisions(lines, {}, { now: NOW, mode: 'history' }).items) {
    if (item.type !== 'revision') throw new Error(`line ${item.place} is no report: ${JSON.stringify(item)}`);
    recorded = Math.max(recorded, item.revision.reportedAt);
    entries.push({ type: 'revision', recorded, revision: item.revision, imported: true });
  }
  if (entries.length > 0) entries.push({ type: 'import ended', recorded });
  return entries;
}
