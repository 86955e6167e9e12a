import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportDesk, importDesk, openExport, prove } from '@barometer/cli';
import { loadConfig, type Config } from '@barometer/config';
import type { Channel, Outgoing } from '@barometer/notice';
import type { Stores } from '@barometer/store';
import { fakeLog, fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock } from '@barometer/time';
import { Barometer } from '../kill/barometer.js';
import { writeConfig } from '../kill/config-file.js';
import { liveInputs } from '../kill/inputs.js';
import { Life } from '../kill/life.js';

const INPUTS = liveInputs();
const directory = mkdtempSync(join(tmpdir(), 'barometer-moving-'));
let config: Config;
let files = 0;

beforeAll(() => {
  const read = loadConfig(writeConfig(directory, { smtpPort: 25, url: 'http://127.0.0.1/hook' }));
  config = read.config!;
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A store as Kafka's: places with gaps. */
function gappy(): FakeStores {
  return { ...fakeStores(), journal: fakeLog(1024), alerts: fakeLog(7), rejects: fakeLog(3) };
}

/** What a receiver saw: the message's key, its thread, and what it said. */
const seenOf = ({ key, thread, message }: Outgoing) => ({
  key,
  thread,
  subject: message.subject,
  first: message.first,
});
type Seen = ReturnType<typeof seenOf>;

/** A desk that is carried from store to store, and everything its receivers saw. */
class Journey {
  readonly seen: Seen[] = [];
  private readonly clock = new ManualClock(INPUTS[0]!.at - 1);
  private taken = 0;

  /** Runs on a store until so many inputs are taken; then it stops in order, or dies. */
  async run(stores: Stores, until: number, end: 'settled' | 'stopped' | 'killed'): Promise<void> {
    const life = new Life();
    const openChannel = (): Channel => ({
      name: 'webhook',
      send: async (outgoing) => {
        this.seen.push(seenOf(outgoing));
        return { is: 'accepted', reply: 'ok' };
      },
      close: async () => {},
    });
    const barometer = new Barometer({ stores, clock: this.clock, config, openChannel }, life);
    await barometer.start();
    for (let input = INPUTS[this.taken]; input && this.taken < until; input = INPUTS[++this.taken]) {
      this.clock.advance(Math.max(0, input.at - this.clock.now()));
      await barometer.take(input);
    }
    if (end === 'settled') await barometer.settled();
    if (end === 'killed') life.end();
    else await barometer.stop();
    life.end();
  }
}

async function move(from: Stores, to: Stores): Promise<boolean> {
  const path = join(directory, `desk-${files++}.ndjson`);
  await exportDesk(from, { write: (text) => appendFile(path, text) });
  const file = await openExport(path);
  await importDesk({ stores: to, file, begun: undefined, begin: async () => {} });
  const proofs = await prove(to, file.end.alerts);
  expect(proofs.length).toBeGreaterThan(0);
  return proofs.every(({ same }) => same);
}

const byKey = (seen: readonly Seen[]) => [...seen].sort((a, b) => (a.key < b.key ? -1 : 1));

describe('a desk that moves from store to store', () => {
  let undisturbed: readonly Seen[];
  beforeAll(async () => {
    const journey = new Journey();
    await journey.run(fakeStores(), INPUTS.length, 'settled');
    undisturbed = byKey(journey.seen);
  });

  it.each([
    { first: 0, second: INPUTS.length, end: 'stopped' as const },
    { first: 5, second: 12, end: 'settled' as const },
    { first: 9, second: 20, end: 'stopped' as const },
    { first: 17, second: 18, end: 'stopped' as const },
  ])('goes on exactly where it stopped, there and back: after $first and $second reports, $end', async (journeyOf) => {
    const { first, second, end } = journeyOf;
    const [small, large, back] = [fakeStores(), gappy(), fakeStores()];
    const journey = new Journey();
    await journey.run(small, first, end);
    expect(await move(small, large)).toBe(true);
    await journey.run(large, second, end);
    expect(await move(large, back)).toBe(true);
    await journey.run(back, INPUTS.length, 'settled');
    expect(byKey(journey.seen)).toEqual(undisturbed);
  });

  it('tells nothing again but what was under way when it was killed', async () => {
    const [small, large] = [fakeStores(), gappy()];
    const journey = new Journey();
    await journey.run(small, 11, 'killed');
    const before = journey.seen.length;
    expect(await move(small, large)).toBe(true);
    await journey.run(large, INPUTS.length, 'settled');
    const keys = new Map(byKey(journey.seen).map((one) => [one.key, one]));
    expect([...keys.values()]).toEqual(undisturbed);
    expect(journey.seen.length - undisturbed.length).toBeLessThanOrEqual(Math.min(before, 2));
  });
});
