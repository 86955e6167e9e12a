import { verify, type Transition } from '@barometer/alert';
import type { Disk } from './disk.js';
import { historyRefs, liveInputs } from './inputs.js';
import { openReceivers, type Accepted, type Receivers } from './receivers.js';
import { expectRepeatsExcused } from './repeats.js';
import { Scenario } from './scenario.js';

const SOAK = process.env['SOAK'] !== undefined;
const KILLS = SOAK ? 1_000 : 200;
/** Scenarios at a time: most of one is waiting for the mail server's greeting. */
const AT_ONCE = 6;
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 2 ** 31);
const random = randomFrom(SEED);
const REPORTS = [...historyRefs(), ...liveInputs().map(({ ref }) => ref)];

/** What an undisturbed process makes of history and reports. */
interface Expected {
  readonly disk: Disk;
  readonly ids: ReadonlySet<string>;
  readonly steps: number;
}

/** What the kills came to. */
interface Tally {
  kills: number;
  scenarios: number;
  accepted: number;
  readonly again: Record<Accepted['by'], number>;
  takenTwice: number;
}

describe('killed between any two steps of I/O', () => {
  let expected: Expected;
  const tally: Tally = { kills: 0, scenarios: 0, accepted: 0, again: { smtp: 0, http: 0 }, takenTwice: 0 };
  const receivers = openReceivers();
  afterAll(() => receivers.close());

  it('undisturbed, takes every report, says everything and writes it down', async () => {
    expected = await undisturbed(receivers);
    const { disk, ids } = expected;
    expect(disk.journal).toEqual(REPORTS);
    expect(disk.pending).toBe(0);
    expect(disk.ledger).toEqual(ids);
    expect(ids.size).toBeGreaterThan(40);
    const transitions = disk.alerts.map((text) => JSON.parse(text) as Transition);
    expect(transitions.every(verify)).toBe(true);
    expect(transitions.some(({ history }) => history) && transitions.some(({ history }) => !history)).toBe(true);
  });

  it(`loses nothing and says nothing twice but what was accepted and not yet written down (${KILLS} kills)`, async () => {
    const started = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, () => killOnAndOn(receivers, expected, tally)));
    process.stdout.write(`${summary(tally, expected, started)}\n`);
    expect(tally.kills).toBeGreaterThanOrEqual(KILLS);
  }, 3_600_000);
});

async function undisturbed(receivers: Receivers): Promise<Expected> {
  const scenario = new Scenario(receivers);
  try {
    const { steps } = await scenario.run();
    return { disk: await scenario.disk(), ids: new Set(scenario.accepted.map(({ id }) => id)), steps };
  } finally {
    scenario.remove();
  }
}

/** Scenario after scenario, each killed until it comes through, until there were kills enough. */
async function killOnAndOn(receivers: Receivers, expected: Expected, tally: Tally): Promise<void> {
  while (tally.kills < KILLS) {
    const scenario = new Scenario(receivers);
    try {
      await killUntilDone(scenario, expected, tally);
    } catch (error) {
      tally.kills = Infinity;
      throw error;
    } finally {
      scenario.remove();
    }
  }
}

async function killUntilDone(scenario: Scenario, expected: Expected, tally: Tally): Promise<void> {
  const ledgers = [new Set<string>() as ReadonlySet<string>];
  for (;;) {
    const limit = Math.floor(random() * expected.steps);
    const { done } = await scenario.run(limit);
    const disk = await scenario.disk();
    if (done) break;
    tally.kills++;
    ledgers.push(disk.ledger);
    expectNothingLost(scenario, disk, expected);
  }
  await expectWhole(scenario, expected, tally);
  expectRepeatsExcused(scenario, ledgers);
  tally.scenarios++;
}

/** After a kill: what was acknowledged is there, and the alert log is the beginning of the one expected. */
function expectNothingLost(scenario: Scenario, disk: Disk, expected: Expected): void {
  const held = new Set(disk.journal);
  expect(scenario.acknowledgedRefs.filter((ref) => !held.has(ref))).toEqual([]);
  expect(disk.alerts).toEqual(expected.disk.alerts.slice(0, disk.alerts.length));
}

/** In the end: every report, the same alert log to the byte, every message accepted and written down. */
async function expectWhole(scenario: Scenario, expected: Expected, tally: Tally): Promise<void> {
  const disk = await scenario.disk();
  expect([...new Set(disk.journal)]).toEqual(REPORTS);
  expect(disk.alerts).toEqual(expected.disk.alerts);
  expect(disk.pending).toBe(0);
  expect(disk.ledger).toEqual(expected.ids);
  expect(new Set(scenario.accepted.map(({ id }) => id))).toEqual(expected.ids);
  tally.takenTwice += disk.journal.length - REPORTS.length;
  tally.accepted += scenario.accepted.length;
  for (const by of ['smtp', 'http'] as const) tally.again[by] += repeatsOf(scenario.accepted, by);
}

function repeatsOf(accepted: readonly Accepted[], by: Accepted['by']): number {
  const ids = accepted.filter((one) => one.by === by).map(({ id }) => id);
  return ids.length - new Set(ids).size;
}

function summary(tally: Tally, { steps, ids, disk }: Expected, started: number): string {
  const { kills, scenarios, accepted, again, takenTwice } = tally;
  const seconds = Math.round((performance.now() - started) / 1_000);
  return [
    `kill: ${kills} kills over ${scenarios} runs of ${steps} steps (seed ${SEED}, ${seconds} s)`,
    `0 of ${REPORTS.length} reports lost, ${takenTwice} appended again`,
    `0 of ${disk.alerts.length} transitions lost or doubled`,
    `${ids.size} messages a run, ${accepted} accepted in all`,
    `accepted again with the same id: ${again.smtp} mails, ${again.http} webhooks`,
  ].join('; ');
}

/** Mulberry32 (Tommy Ettinger, 2017): the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
