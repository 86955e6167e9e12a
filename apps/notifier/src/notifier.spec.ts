import { jest } from '@jest/globals';
import { encodeEntry, type Act, type Entry } from '@barometer/journal';
import type { Transition } from '@barometer/alert';
import type { Channel, DeliveryRow, Outcome, Outgoing, PlannedRow } from '@barometer/notice';
import { readStageKey } from '@barometer/notice';
import { sampleReceivers, sampleRoutes, tower22, transitionOf } from '@barometer/notice/testing';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { DAY, HOUR, iso, ManualClock, MINUTE } from '@barometer/time';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { createNotifier } from './notifier.module.js';
import type { Notifier } from './notifier.js';
import type { NotifierConfig, NotifierPorts } from './ports.js';

const START = Date.parse('2024-01-28T12:00:10.000Z');
const config = (): NotifierConfig => ({
  publicUrl: 'https://barometer.example.org',
  timezone: 'Asia/Baghdad',
  routes: sampleRoutes,
  receivers: sampleReceivers,
  definition: { names: {} },
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

interface Rig {
  readonly stores: FakeStores;
  readonly clock: ManualClock;
  readonly channels: Map<string, FakeChannel>;
  readonly registry: Registry;
  current: NotifierConfig;
  notifier: Notifier;
  start(change?: Partial<NotifierPorts>): Promise<Notifier>;
}

/** Waits are no waits: the clock moves on by as much. */
function rigOf(kinds: Record<string, string> = { phone: 'webhook', desk: 'email' }): Rig {
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
const never = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const append = async (rig: Rig, transitions: readonly Transition[], place = 0) => {
  const records = transitions.map((transition) => ({ transition, place, writer: 'a', writtenAt: iso(START) }));
  await rig.stores.alerts.append(
    records.map((record) => ({ key: record.transition.watch, value: JSON.stringify(record) })),
  );
};
const journal = (rig: Rig, entries: readonly Entry[]) =>
  rig.stores.journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
const act = (what: Act, recorded = START): Entry => ({ type: 'act', recorded, wall: recorded, act: what });
const live = (at = START): Entry => ({ type: 'heartbeat', recorded: at, feed: 'region', at });

/** The furthest row of every delivery. */
function outcomes(rig: Rig): DeliveryRow[] {
  const rows = new Map<string, DeliveryRow>();
  for (const [key, value] of rig.stores.deliveries.rows) {
    const at = readStageKey(key);
    if (!at) continue;
    const name = `${at.notice}/${at.recipient}`;
    const row = JSON.parse(value) as DeliveryRow;
    const rank = (one: DeliveryRow) =>
      ['planned', 'attempted', 'expired', 'superseded', 'refused', 'gone', 'accepted'].indexOf(one.stage);
    if (!rows.has(name) || rank(rows.get(name)!) < rank(row)) rows.set(name, row);
  }
  return [...rows.values()];
}
const unfinished = (rig: Rig) =>
  [...rig.stores.deliveries.rows.keys()].filter((key) => key.startsWith('~pending/')).length;

/** Resolves when all is planned and every delivery is finished. */
async function quiet(rig: Rig): Promise<void> {
  await rig.notifier.planned();
  while (unfinished(rig) > 0) await settled();
}

const raised = (n: number, change: Partial<Transition> = {}) =>
  transitionOf({ alertId: `ALERT${n}`, watchSeq: n, cause: `cause ${n}`, series: `incident=fr-${n}`, ...change });

describe('the notifier', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = rigOf();
  });
  afterEach(async () => {
    await rig.notifier.close();
  });

  it('tells every routed receiver once, with thread and times in the ledger', async () => {
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('phone')!.taken).toHaveLength(1);
    const [mail] = rig.channels.get('desk')!.taken;
    expect(mail!.message.subject).toBe('CRITICAL Jordan: drone attack on US forces, Tower 22 [us-forces]');
    const desk = outcomes(rig).find(({ receiver }) => receiver === 'desk')!;
    expect(desk).toMatchObject({ stage: 'accepted', attempts: 1, reply: '250 ok', messageId: mail!.thread.messageId });
    expect(desk.times).toMatchObject({
      happened: '2024-01-28T00:00:00.000Z',
      recorded: '2024-01-28T12:00:07.000Z',
      accepted: iso(rig.clock.now()),
    });
  });

  it('says nothing twice after a second start, and goes on in the same thread', async () => {
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    await rig.notifier.close();
    await append(rig, [
      raised(2, { alertId: 'ALERT1', seq: 2, transition: 'downgraded', level: 'high', previous: 'critical' }),
    ]);
    await rig.start();
    await quiet(rig);
    const mails = rig.channels.get('desk')!.taken;
    expect(mails).toHaveLength(2);
    expect(mails[1]!.thread.inReplyTo).toBe(mails[0]!.thread.messageId);
  });

  it('joins a group that comes in parts and drops repeats in the log', async () => {
    const parts = [0, 1].map((index) =>
      raised(index + 1, { cause: 'same', group: { index, size: 2 }, rule: `rule-${index}` }),
    );
    await append(rig, [parts[0]!]);
    await rig.start();
    await rig.notifier.planned();
    expect(rig.channels.get('desk')!.taken).toHaveLength(0);
    await append(rig, [parts[0]!, parts[1]!, parts[1]!]);
    while (rig.channels.get('desk')!.taken.length === 0) await settled();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken.map(({ notice }) => notice.transitions.length)).toEqual([2]);
  });

  it('retries with the same key until accepted', async () => {
    let failures = 3;
    rig.channels.get('desk')!.script = () => (failures-- > 0 ? { is: 'retry', why: '451 try later' } : undefined);
    const keys: string[] = [];
    const inner = rig.channels.get('desk')!.send.bind(rig.channels.get('desk')!);
    jest.spyOn(rig.channels.get('desk')!, 'send').mockImplementation((outgoing) => {
      keys.push(outgoing.key);
      return inner(outgoing);
    });
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    expect(new Set(keys).size).toBe(1);
    expect(outcomes(rig).find(({ receiver }) => receiver === 'desk')).toMatchObject({ stage: 'accepted', attempts: 4 });
  });

  it.each([
    { answer: { is: 'refused', why: '550 no such user' } as Outcome, stage: 'refused', why: 'a refusal is final' },
    { answer: { is: 'gone', why: '410' } as Outcome, stage: 'gone', why: 'the receiver wants nothing more' },
    {
      answer: { is: 'retry', why: '503' } as Outcome,
      stage: 'expired',
      why: 'a receiver that never answers runs into the deadline',
    },
  ])('$stage: $why', async ({ answer, stage }) => {
    rig.channels.get('phone')!.script = () => answer;
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    expect(outcomes(rig).find(({ receiver }) => receiver === 'phone')!.stage).toBe(stage);
  });

  it('supersedes a notice that was put off once a newer one speaks of the same alert', async () => {
    let down = true;
    rig.channels.get('desk')!.script = async () => {
      if (!down) return undefined;
      down = false;
      const update = raised(2, {
        alertId: 'ALERT1',
        seq: 2,
        transition: 'updated',
        previous: 'critical',
        evidence: [tower22(2)],
      });
      await append(rig, [update]);
      while (!outcomes(rig).some(({ first }) => first.startsWith('UPDATED'))) await settled();
      return { is: 'retry', why: '421' };
    };
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    const stages = outcomes(rig)
      .filter(({ receiver }) => receiver === 'desk')
      .map(({ stage, first }) => `${first.slice(0, 7)} ${stage}`);
    expect(stages.sort()).toEqual(['RAISED: superseded', 'UPDATED accepted']);
  });

  it('lets no slow receiver hold up another', async () => {
    let release: (outcome: Outcome) => void = () => undefined;
    rig.channels.get('phone')!.script = () => new Promise<Outcome>((resolve) => (release = resolve));
    await append(rig, [raised(1), raised(2), raised(3)]);
    await rig.start();
    while (rig.channels.get('desk')!.taken.length < 3) await settled();
    expect(rig.channels.get('phone')!.taken).toHaveLength(0);
    rig.channels.get('phone')!.script = undefined;
    release({ is: 'accepted', reply: 'ok' });
    await quiet(rig);
    expect(rig.channels.get('phone')!.taken).toHaveLength(3);
  });

  it('keeps a recipient’s order over put-offs', async () => {
    let asked = 0;
    rig.channels.get('desk')!.script = () => (asked++ % 2 === 0 ? { is: 'retry', why: '451' } : undefined);
    await append(
      rig,
      [1, 2, 3, 4].map((n) => raised(n)),
    );
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken.map(({ notice }) => notice.transitions[0]!.alertId)).toEqual([
      'ALERT1',
      'ALERT2',
      'ALERT3',
      'ALERT4',
    ]);
  });

  it('plans history as expired, calls nobody, and tells once what is still open', async () => {
    await append(rig, [raised(1, { history: true }), raised(2, { history: true })]);
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken).toHaveLength(0);
    expect(outcomes(rig).every(({ stage, why }) => stage === 'expired' && why === 'history')).toBe(true);
    await journal(rig, [{ type: 'import ended', recorded: START }, live()]);
    while (rig.channels.get('desk')!.taken.length === 0) await settled();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken.map(({ message }) => message.first)).toEqual([
      'STILL OPEN: 2 open alerts, the highest CRITICAL.',
    ]);
    await rig.notifier.close();
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken).toHaveLength(1);
  });

  it('writes history to an outbox like any other, marked', async () => {
    rig = rigOf({ phone: 'webhook', desk: 'outbox' });
    await append(rig, [raised(1, { history: true })]);
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('phone')!.taken).toHaveLength(0);
    expect(rig.channels.get('desk')!.taken.map(({ message }) => message.history)).toEqual([true]);
  });

  it('holds back what is silenced, lets a rise through, and tells at the end of the silence what is open', async () => {
    const silence: Act = {
      kind: 'silence',
      id: 's1',
      matchers: { watch: ['us-forces'] },
      reason: 'drill',
      by: 'ana',
      from: START - DAY,
      until: START + HOUR,
    };
    await journal(rig, [live(), act(silence)]);
    await append(rig, [raised(1, { level: 'high' })], 1);
    await rig.start();
    await rig.notifier.planned();
    while (rig.channels.get('desk')!.taken.length === 0) await settled();
    await quiet(rig);
    const stages = outcomes(rig)
      .filter(({ receiver }) => receiver === 'desk')
      .map(({ kind, stage, why }) => [kind, stage, why?.slice(0, 15)]);
    expect(stages).toEqual(
      expect.arrayContaining([
        ['alert', 'expired', 'silenced by ana'],
        ['still open', 'accepted', undefined],
      ]),
    );
  });

  it('gathers the day for a daily route, at its hour', async () => {
    await journal(rig, [live()]);
    await append(rig, [raised(1, { level: 'elevated' }), raised(2, { level: 'low' })]);
    await rig.start();
    while (rig.channels.get('desk')!.taken.length === 0) await settled();
    await quiet(rig);
    const [digest] = rig.channels.get('desk')!.taken;
    expect(digest!.message.first).toBe('DAILY: 2 changes since the last digest, the highest ELEVATED.');
    expect(iso(digest!.notice.at)).toBe('2024-01-29T04:00:00.000Z');
    expect(rig.channels.get('phone')!.taken).toHaveLength(0);
  });

  it('notes a digest whose receiver left the config', async () => {
    await journal(rig, [live()]);
    await append(rig, [raised(1, { level: 'low' })]);
    await rig.start({
      sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    await rig.notifier.planned();
    await rig.notifier.close();
    rig.current = { ...rig.current, receivers: [] };
    rig.clock.advance(DAY);
    await rig.start();
    while (outcomes(rig).length === 0) await settled();
    expect(outcomes(rig)).toMatchObject([
      { kind: 'daily', stage: 'expired', why: 'the receiver is no longer in the config' },
    ]);
  });

  it('sends a notice again on request, with the same key', async () => {
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    const { notice, recipient } = outcomes(rig).find(({ receiver }) => receiver === 'desk')!;
    expect(await rig.notifier.resend(notice, recipient)).toMatchObject({ is: 'accepted' });
    const [first, again] = rig.channels.get('desk')!.taken;
    expect(again!.key).toBe(first!.key);
    expect(await rig.notifier.resend(notice, 'eve@example.org')).toBeUndefined();
  });

  describe('as one of several', () => {
    it('stands by while another has the name, ready and with nothing planned, and takes over when it comes', async () => {
      rig.stores.shares.assign([]);
      await append(rig, [raised(1)]);
      await rig.start();
      await rig.notifier.planned();
      expect([rig.notifier.state, rig.stores.deliveries.rows.size]).toEqual(['standing by', 0]);
      rig.stores.shares.assign(['notifier']);
      while (rig.channels.get('desk')!.taken.length === 0) await settled();
      expect(rig.notifier.state).toBe('active');
      await quiet(rig);
      rig.stores.shares.assign([]);
      while (rig.notifier.state === 'active') await settled();
      await append(rig, [raised(2)]);
      await settled();
      expect(rig.channels.get('desk')!.taken).toHaveLength(1);
    });

    it('sends nothing on waking up after the name has gone, though nobody said so', async () => {
      const { shares } = rig.stores;
      // A process that was frozen hears of nothing: it only sees, when it asks, that its lease has ended.
      const silent = { owns: (name: string) => shares.owns(name), changed: (signal: AbortSignal) => never(signal) };
      await append(rig, [raised(1)]);
      const asked: string[] = [];
      await rig.start({
        stores: { ...rig.stores, shares: silent },
        chart: async ({ alertId }) => {
          asked.push(alertId);
          shares.assign([]);
          return undefined;
        },
      });
      while (rig.notifier.state !== 'standing by') await settled();
      expect(asked.length).toBeGreaterThan(0);
      expect([...rig.channels.values()].flatMap(({ taken }) => taken)).toEqual([]);
      expect(unfinished(rig)).toBeGreaterThan(0);
    });

    it('lets an attempt under way end, and leaves what became of it in the ledger', async () => {
      let release: () => void = () => undefined;
      const desk = rig.channels.get('desk')!;
      desk.script = () => new Promise((resolve) => (release = () => resolve(undefined)));
      await append(rig, [raised(1)]);
      await rig.start();
      while (unfinished(rig) !== 1) await settled();
      rig.stores.shares.assign([]);
      await settled();
      release();
      while (rig.notifier.state === 'active') await settled();
      expect(outcomes(rig).map(({ stage }) => stage)).toEqual(['accepted', 'accepted']);
    });

    it('does not send again what another finished after it was taken over', async () => {
      const desk = rig.channels.get('desk')!;
      desk.script = () => ({ is: 'retry', why: '451 try later' });
      await append(rig, [raised(1)]);
      await rig.start();
      while (outcomes(rig).every(({ stage }) => stage !== 'attempted')) await settled();
      await rig.notifier.close();
      const { notice, recipient } = outcomes(rig).find(({ stage }) => stage === 'attempted')!;
      desk.script = undefined;
      const ended = rig.stores.deliveries.get.bind(rig.stores.deliveries);
      const key = `${notice}/${encodeURIComponent(recipient)}/accepted`;
      rig.stores.deliveries.get = async (asked) =>
        asked === key ? JSON.stringify({ stage: 'accepted', notice, recipient }) : ended(asked);
      await rig.start();
      while (unfinished(rig) > 0) await settled();
      expect(desk.taken).toEqual([]);
    });
  });

  it('counts deliveries, attempts and the time from recorded to accepted', async () => {
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    const text = await rig.registry.metrics();
    expect(text).toContain('barometer_deliveries_total{channel="email",outcome="accepted"} 1');
    expect(text).toContain('barometer_delivery_attempts_total{channel="webhook",outcome="accepted"} 1');
    expect(text).toContain('barometer_delivery_seconds_bucket{le="600",channel="email"} 1');
    expect(text).toContain('barometer_deliveries_pending 0');
  });

  it('takes in a backlog of 1,000 transitions', async () => {
    rig = rigOf({ phone: 'outbox', desk: 'outbox' });
    await append(
      rig,
      Array.from({ length: 1_000 }, (_, i) => raised(i + 1, { history: true })),
    );
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken).toHaveLength(1_000);
  });
});

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

describe('a planned row', () => {
  it('holds all that a later attempt needs', async () => {
    const rig = rigOf();
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    const planned = [...rig.stores.deliveries.rows].find(([key]) => key.endsWith('/planned'))!;
    const row = JSON.parse(planned[1]) as PlannedRow;
    expect(row).toMatchObject({
      order: expect.any(Number),
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      offsets: [0],
      attempts: 0,
    });
    expect(row.message.rows.map(({ label }) => label)).toContain('Level');
    await rig.notifier.close();
  });

  it('of a receiver that left the config expires', async () => {
    const rig = rigOf();
    rig.channels.get('desk')!.script = () => {
      rig.current = { ...rig.current, receivers: [] };
      return { is: 'retry', why: '451', after: 5 * MINUTE };
    };
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    await rig.notifier.close();
    expect(outcomes(rig).find(({ receiver }) => receiver === 'desk')).toMatchObject({
      stage: 'expired',
      why: 'the receiver is no longer in the config',
    });
  });
});
