import { jest } from '@jest/globals';
import type { Outcome } from '@barometer/notice';
import { tower22 } from '@barometer/notice/testing';
import { append, outcomes, quiet, raised, rigOf, settled, type Rig } from './testing/rig.js';

describe('a delivery', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = rigOf();
  });
  afterEach(async () => {
    await rig.notifier.close();
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

  it('counts deliveries, attempts and the time from recorded to accepted', async () => {
    await append(rig, [raised(1)]);
    await rig.start();
    await quiet(rig);
    while (rig.notifier.pending.length > 0) await settled();
    const text = await rig.registry.metrics();
    expect(text).toContain('barometer_deliveries_total{channel="email",outcome="accepted"} 1');
    expect(text).toContain('barometer_delivery_attempts_total{channel="webhook",outcome="accepted"} 1');
    expect(text).toContain('barometer_delivery_seconds_bucket{le="600",channel="email"} 1');
    expect(text).toContain('barometer_deliveries_pending 0');
  });

  it('tries no further notice for a recipient that is gone, until the config changes', async () => {
    const phone = rig.channels.get('phone')!;
    let tries = 0;
    phone.script = () => (tries++ === 0 ? { is: 'gone', why: '410' } : undefined);
    let changed: () => void = () => undefined;
    const source = { current: rig.current, onChange: (listener: () => void) => void (changed = listener) };
    await append(rig, [raised(1), raised(2)]);
    await rig.start({ config: source });
    await quiet(rig);
    const ofPhone = () => outcomes(rig).filter(({ receiver }) => receiver === 'phone');
    expect(ofPhone().map(({ stage, attempts, why }) => [stage, attempts, why])).toEqual([
      ['gone', 1, '410'],
      ['gone', 0, '410'],
    ]);
    changed();
    await append(rig, [raised(3)]);
    while (phone.taken.length === 0) await settled();
    await quiet(rig);
    expect(phone.taken.map(({ notice }) => notice.transitions[0]!.alertId)).toEqual(['ALERT3']);
  });
});
