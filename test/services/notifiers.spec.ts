import { transitionOf, sampleReceivers, sampleRoutes } from '@barometer/notice/testing';
import { readStageKey, type Channel, type DeliveryRow, type Outcome, type Outgoing } from '@barometer/notice';
import { createNotifier, type Notifier } from '@barometer/notifier';
import { createLogger } from '@barometer/service';
import { fakeLog, fakeShares, fakeStores, type FakeStores } from '@barometer/store/testing';
import { iso, ManualClock } from '@barometer/time';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { Life } from '../kill/life.js';
import { mortalChannel, mortalStores } from '../kill/mortal.js';
import { settled, turns } from './turns.js';

const RUNS = process.env['SOAK'] === undefined ? 150 : 5_000;
const START = Date.parse('2024-01-28T12:00:10.000Z');

/** Receivers that outlive every notifier: each acceptance takes some turns and is kept. */
class World {
  readonly stores: FakeStores;
  readonly accepted: string[] = [];
  /** Keys that were handed over at a time when the ledger did not know yet, at each crash or move. */
  readonly excused = new Map<string, number>();
  private readonly begun = new Set<string>();

  constructor(
    stride: number,
    private readonly slow: number,
  ) {
    this.stores = { ...fakeStores(), alerts: fakeLog(stride), journal: fakeLog(stride) };
  }

  channel(name: string): Channel {
    const send = async ({ key }: Outgoing): Promise<Outcome> => {
      this.begun.add(key);
      await turns(this.slow);
      this.accepted.push(key);
      return { is: 'accepted', reply: '250 ok' };
    };
    return { name, send, close: async () => undefined };
  }

  /** A crash or a move excuses one more acceptance of what is on its way just then. */
  async excuse(): Promise<void> {
    const known = new Set((await this.rows('accepted')).map(({ key }) => key));
    for (const key of this.begun) if (!known.has(key)) this.excused.set(key, (this.excused.get(key) ?? 0) + 1);
  }

  /** The deliveries at a stage, with the key they are sent by. */
  async rows(stage: string): Promise<{ readonly key: string; readonly row: DeliveryRow }[]> {
    const keys = new Map<string, string>();
    const found: { name: string; row: DeliveryRow }[] = [];
    for (const [name, value] of this.stores.deliveries.rows) {
      const at = readStageKey(name);
      if (!at) continue;
      const row = JSON.parse(value) as DeliveryRow & { readonly key?: string };
      if (row.key !== undefined) keys.set(`${at.notice}/${at.recipient}`, row.key);
      if (at.stage === stage) found.push({ name: `${at.notice}/${at.recipient}`, row });
    }
    return found.map(({ name, row }) => ({ key: keys.get(name)!, row }));
  }
}

/** One notifier with a life of its own. */
class Standby {
  readonly life = new Life();
  readonly shares = fakeShares();
  readonly notifier: Notifier;

  constructor(world: World) {
    this.shares.assign([]);
    const clock = new ManualClock(START);
    this.notifier = createNotifier({
      stores: { ...mortalStores(world.stores, this.life), shares: this.shares },
      config: {
        current: {
          timezone: 'UTC',
          routes: sampleRoutes,
          receivers: sampleReceivers,
          definition: { names: {} },
          settings: { deliveries: { keep: 7_776_000_000 } },
        },
        onChange: () => undefined,
      },
      clock,
      channels: ({ channel }) => mortalChannel(world.channel(channel), this.life),
      logger: createLogger({ level: 'silent' }),
      registry: new Registry(),
      assessed: async () => undefined,
      sleep: async (wait, signal) => {
        await turns(1);
        if (!signal.aborted) clock.advance(wait);
      },
      onFatal: (error) => {
        throw error;
      },
    });
    void this.notifier.start();
  }
}

const steps = fc.array(
  fc.tuple(
    fc.oneof(
      fc.record({ is: fc.constant('tell' as const), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ is: fc.constant('move' as const), to: fc.integer({ min: -1, max: 1 }) }),
      fc.record({ is: fc.constant('crash' as const), which: fc.nat(1) }),
    ),
    fc.nat(25),
  ),
  { maxLength: 20 },
);

describe('notifiers that stand by for one another', () => {
  it('lose nothing, and repeat at most what was on its way at a crash or a move', async () => {
    let repeats = 0;
    let events = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(6), fc.constantFrom(1, 1024), async (plan, slow, stride) => {
        const world = new World(stride, slow);
        const all = [new Standby(world), new Standby(world)];
        let raised = 0;
        const tell = async (count: number) => {
          for (let i = 0; i < count; i++) {
            raised++;
            const change = { alertId: `ALERT${raised}`, watchSeq: raised, cause: `cause ${raised}` };
            const record = { transition: transitionOf(change), place: 0, writer: 'a', writtenAt: iso(START) };
            await world.stores.alerts.append([{ value: JSON.stringify(record) }]);
          }
        };
        /** At most one owns the name: a lease ends before the next begins. */
        const move = async (to: number) => {
          await world.excuse();
          events++;
          all.forEach(({ shares }) => shares.assign([]));
          all[to]?.shares.assign(['notifier']);
        };
        for (const [step, wait] of plan) {
          if (step.is === 'tell') await tell(step.count);
          else if (step.is === 'move') await move(step.to);
          else {
            await world.excuse();
            events++;
            all[step.which]!.life.end();
            all[step.which] = new Standby(world);
          }
          await turns(wait);
        }
        await tell(1);
        await move(0);
        const done = async () => {
          const [planned, accepted] = [await world.rows('planned'), await world.rows('accepted')];
          const alerts = new Set(planned.flatMap(({ row }) => row.alerts));
          return alerts.size === raised && planned.length === accepted.length;
        };
        await settled(done);
        await turns(slow + 5);
        const times = new Map<string, number>();
        for (const key of world.accepted) times.set(key, (times.get(key) ?? 0) + 1);
        for (const { key } of await world.rows('planned')) expect(times.get(key)).toBeGreaterThan(0);
        for (const [key, count] of times) expect(count).toBeLessThanOrEqual(1 + (world.excused.get(key) ?? 0));
        expect([...world.stores.deliveries.rows.keys()].filter((key) => key.startsWith('~pending/'))).toEqual([]);
        repeats += world.accepted.length - times.size;
        for (const { notifier } of all) await notifier.close();
      }),
      { numRuns: RUNS },
    );
    process.stdout.write(`notifiers: ${RUNS} runs, ${events} crashes and moves, ${repeats} messages accepted again\n`);
  }, 300_000);
});
