import fc from 'fast-check';
import type { NotifierPorts } from './ports.js';
import { append, journal, live, outcomes, quiet, raised, rigOf, settled, unfinished, type Rig } from './testing/rig.js';

class Killed extends Error {}

/** Counts port calls and from the given one on lets none happen, or none answer. */
function killAfter(rig: Rig, calls: number): { ports: Partial<NotifierPorts>; killed: Promise<void> } {
  let left = calls;
  let die: () => void = () => undefined;
  const killed = new Promise<void>((resolve) => (die = resolve));
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (left-- <= 0) {
      die();
      throw new Killed();
    }
    const answer = await work();
    if (left <= 0) {
      die();
      throw new Killed();
    }
    return answer;
  };
  const wrap = <T extends object>(target: T, names: readonly string[]): T =>
    new Proxy(target, {
      get: (object, name) => {
        const held = Reflect.get(object, name) as unknown;
        if (typeof held !== 'function') return held;
        const call = held.bind(object) as (...args: unknown[]) => Promise<unknown>;
        return names.includes(String(name)) ? (...args: unknown[]) => guard(() => call(...args)) : call;
      },
    });
  const { alerts, journal: entries, deliveries } = rig.stores;
  return {
    killed,
    ports: {
      stores: {
        ...rig.stores,
        alerts: wrap(alerts, ['read']),
        journal: wrap(entries, ['read']),
        deliveries: wrap(deliveries, ['put', 'get']),
      },
      channels: (receiver) => wrap(rig.channels.get(receiver.name)!, ['send']),
    },
  };
}

describe('killed between any two steps', () => {
  const RUNS = process.env['SOAK'] === undefined ? 200 : 1_000;

  it(`loses no notice and repeats at most one per recipient and kill, with the same key (${RUNS} kills)`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), fc.nat(), async (kills, seed) => {
        const rig = rigOf();
        for (const [index, channel] of [...rig.channels.values()].entries()) {
          let asked = seed + index;
          channel.script = () => (asked++ % 3 === 0 ? { is: 'retry', why: '451' } : undefined);
        }
        await journal(rig, [live()]);
        await append(
          rig,
          Array.from({ length: 8 }, (_, i) => raised(i + 1)),
        );
        for (const kill of kills) {
          const { ports, killed } = killAfter(rig, kill);
          const started = rig.start(ports).catch(() => undefined);
          await Promise.race([killed, started.then(() => quietOrDead(rig, killed))]);
          await started;
          await rig.notifier.close();
        }
        await rig.start();
        await quiet(rig);
        await rig.notifier.close();
        for (const channel of rig.channels.values()) {
          const counts = new Map<string, number>();
          for (const { key } of channel.taken) counts.set(key, (counts.get(key) ?? 0) + 1);
          expect(counts.size).toBe(8);
          expect(channel.taken.length - 8).toBeLessThanOrEqual(kills.length);
        }
        expect(outcomes(rig).every(({ stage }) => stage === 'accepted')).toBe(true);
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});

async function quietOrDead(rig: Rig, killed: Promise<void>): Promise<void> {
  let dead = false;
  void killed.then(() => (dead = true));
  await Promise.race([rig.notifier.planned(), killed]);
  while (!dead && unfinished(rig) > 0) await settled();
}
