import type { Act } from '@barometer/journal';
import type { PlannedRow } from '@barometer/notice';
import { DAY, HOUR, iso, MINUTE } from '@barometer/time';
import { act, append, journal, live, outcomes, quiet, raised, rigOf, settled, START, type Rig } from './testing/rig.js';

describe('planning', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = rigOf();
  });
  afterEach(async () => {
    await rig.notifier.close();
  });

  it('withholds history, calls nobody, and tells once what is still open', async () => {
    await append(rig, [raised(1, { history: true }), raised(2, { history: true })]);
    await rig.start();
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken).toHaveLength(0);
    expect(outcomes(rig).every(({ stage, why }) => stage === 'withheld' && why === 'history')).toBe(true);
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
        ['alert', 'withheld', 'silenced by ana'],
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
      { kind: 'daily', stage: 'withheld', why: 'the receiver is no longer in the config' },
    ]);
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

  it('lets the assessor pass the first live entry, and reads all it wrote, before it says what is still open', async () => {
    await append(rig, [raised(1, { history: true }), raised(2, { history: true })]);
    await journal(rig, [{ type: 'import ended', recorded: START }, live()]);
    const asked: number[] = [];
    await rig.start({
      assessed: async (place) => {
        if (asked.push(place) > 1) return;
        const many = Array.from({ length: 600 }, (_, i) => raised(i + 3, { history: true, level: 'low' }));
        const end = { seq: 2, transition: 'resolved' as const, level: null, previous: 'critical', history: true };
        await append(rig, [...many, raised(603, { alertId: 'ALERT1', ...end })]);
      },
    });
    while (rig.channels.get('phone')!.taken.length === 0) await settled();
    await quiet(rig);
    expect(asked[0]).toBe(1);
    const [told] = rig.channels.get('phone')!.taken;
    expect(told!.notice.transitions.map(({ alertId }) => alertId)).toEqual(['ALERT2']);
  });

  it('puts what came at the very hour of a digest into it', async () => {
    rig = rigOf({ phone: 'outbox', desk: 'outbox' });
    const low = { history: true, level: 'low' };
    await append(rig, [
      raised(1, low),
      raised(2, { ...low, at: '2024-01-29T04:00:00.000Z' }),
      raised(3, { ...low, at: '2024-01-29T04:00:00.001Z' }),
    ]);
    await rig.start();
    await quiet(rig);
    const [digest] = rig.channels.get('desk')!.taken;
    expect(digest!.notice.transitions.map(({ alertId }) => alertId)).toEqual(['ALERT1', 'ALERT2']);
  });
});

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

  it('of a receiver that left the config is withheld, which nobody has to look into', async () => {
    const rig = rigOf();
    const errors: unknown[] = [];
    rig.channels.get('desk')!.script = () => {
      rig.current = { ...rig.current, receivers: [] };
      return { is: 'retry', why: '451', after: 5 * MINUTE };
    };
    await append(rig, [raised(1)]);
    await rig.start({
      logger: { info: () => undefined, warn: () => undefined, error: (facts) => void errors.push(facts) },
    });
    await quiet(rig);
    await rig.notifier.close();
    expect(errors).toEqual([]);
    expect(outcomes(rig).find(({ receiver }) => receiver === 'desk')).toMatchObject({
      stage: 'withheld',
      why: 'the receiver is no longer in the config',
    });
  });
});
