import { encodeEntry, type Act, type Entry } from '@barometer/journal';
import type { Transition } from '@barometer/alert';
import type { Channel, DeliveryRow, Outcome, Outgoing } from '@barometer/notice';
import { readStageKey } from '@barometer/notice';
import { sampleReceivers, sampleRoutes, transitionOf } from '@barometer/notice/testing';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { DAY, iso, ManualClock } from '@barometer/time';
import { Registry } from 'prom-client';
import { createNotifier } from '../notifier.module.js';
import type { Notifier } from '../notifier.js';
import type { NotifierConfig, NotifierPorts } from '../ports.js';

/** When the clock of a rig starts. */
export const START = Date.parse('2024-01-28T12:00:10.000Z');
const config = (): NotifierConfig => ({
  publicUrl: 'https://barometer.example.org',
  timezone: 'Asia/Baghdad',
  routes: sampleRoutes,
  receivers: sampleReceivers,
  definition: { names: {} },
  settings: { deliveries: { keep: 90 * DAY } },
});

/** Answers as scripted, then accepts; keeps all it took. */
class FakeChannel implements Channel {
  readonly taken: Outgoing[] = [];
  script: ((outgoing: Outgoing) => Outcome | undefined | Promise<Outcome | undefined>) | undefined;
  constructor(readonly name: string) {}
  async send(outgoing: Outgoing): Promise<Outcome> {
    const answer = await this.script?.(outgoing);
    if (answer && answer.is !== 'accepted') return answer;
    this.taken.push(outgoing);
    return { is: 'accepted', reply: '250 ok' };
  }
  async close(): Promise<void> {}
}

/** A notifier over stores in memory, with channels that answer as scripted. */
export interface Rig {
  readonly stores: FakeStores;
  readonly clock: ManualClock;
  readonly channels: Map<string, FakeChannel>;
  readonly registry: Registry;
  current: NotifierConfig;
  notifier: Notifier;
  start(change?: Partial<NotifierPorts>): Promise<Notifier>;
}

/** Waits are no waits: the clock moves on by as much. */
export function rigOf(kinds: Record<string, string> = { phone: 'webhook', desk: 'email' }): Rig {
  const clock = new ManualClock(START);
  const rig: Rig = {
    ...{ stores: fakeStores(), clock, registry: new Registry(), current: config() },
    channels: new Map(Object.entries(kinds).map(([name, channel]) => [name, new FakeChannel(channel)])),
    notifier: undefined as unknown as Notifier,
    async start(change = {}) {
      rig.registry.clear();
      rig.notifier = createNotifier({
        stores: rig.stores,
        config: {
          get current() {
            return rig.current;
          },
          onChange: () => undefined,
        },
        clock,
        channels: (receiver) => rig.channels.get(receiver.name)!,
        logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
        registry: rig.registry,
        assessed: async () => undefined,
        sleep: async (wait, signal) => {
          await settled();
          if (!signal.aborted) clock.advance(wait);
        },
        ...change,
      });
      await rig.notifier.start();
      return rig.notifier;
    },
  };
  return rig;
}

/** Resolves only with the signal. */
export const never = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
/** Lets everything run that waits for nothing. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Writes transitions to the log `alerts`. */
export const append = async (rig: Rig, transitions: readonly Transition[], place = 0) => {
  const records = transitions.map((transition) => ({ transition, place, writer: 'a', writtenAt: iso(START) }));
  await rig.stores.alerts.append(
    records.map((record) => ({ key: record.transition.watch, value: JSON.stringify(record) })),
  );
};
/** Writes entries to the journal. */
export const journal = (rig: Rig, entries: readonly Entry[]) =>
  rig.stores.journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
/** An operator's act as an entry. */
export const act = (what: Act, recorded = START): Entry => ({ type: 'act', recorded, wall: recorded, act: what });
/** The first sign that history is over. */
export const live = (at = START): Entry => ({ type: 'heartbeat', recorded: at, feed: 'region', at });

/** The furthest row of every delivery. */
export function outcomes(rig: Rig): DeliveryRow[] {
  const rows = new Map<string, DeliveryRow>();
  for (const [key, value] of rig.stores.deliveries.rows) {
    const at = readStageKey(key);
    if (!at) continue;
    const name = `${at.notice}/${at.recipient}`;
    const row = JSON.parse(value) as DeliveryRow;
    const rank = (one: DeliveryRow) =>
      ['planned', 'attempted', 'withheld', 'expired', 'superseded', 'refused', 'gone', 'accepted'].indexOf(one.stage);
    if (!rows.has(name) || rank(rows.get(name)!) < rank(row)) rows.set(name, row);
  }
  return [...rows.values()];
}
/** How many deliveries have no outcome yet. */
export const unfinished = (rig: Rig) =>
  [...rig.stores.deliveries.rows.keys()].filter((key) => key.startsWith('~pending/')).length;

/** Resolves when all is planned and every delivery is finished. */
export async function quiet(rig: Rig): Promise<void> {
  await rig.notifier.planned();
  while (unfinished(rig) > 0) await settled();
}

/** The nth alert of the watch, raised. */
export const raised = (n: number, change: Partial<Transition> = {}) =>
  transitionOf({ alertId: `ALERT${n}`, watchSeq: n, cause: `cause ${n}`, series: `incident=fr-${n}`, ...change });
