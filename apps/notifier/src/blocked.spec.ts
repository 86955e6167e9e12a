import type { Outcome } from '@barometer/notice';
import { DAY, HOUR, MINUTE } from '@barometer/time';
import { append, outcomes, quiet, raised, rigOf, settled, type Rig } from './testing/rig.js';

const WRONG: Outcome = { is: 'blocked', why: '535 wrong password' };

describe('a way that is blocked', () => {
  let rig: Rig;
  let said: string[];
  let tries: number[];
  beforeEach(() => {
    rig = rigOf();
    said = [];
    tries = [];
  });
  afterEach(() => rig.notifier.close());

  const logger = {
    info: (_: object, words: string) => void said.push(`info: ${words}`),
    warn: () => undefined,
    error: (facts: object, words: string) => void said.push(`error: ${words} ${JSON.stringify(facts)}`),
  };
  const desk = () => rig.channels.get('desk')!;
  const ofDesk = () => outcomes(rig).filter(({ receiver }) => receiver === 'desk');
  /** Wrong until somebody mends it after a while. */
  const mendedAfter = (wait: number) => {
    const at = rig.clock.now() + wait;
    desk().script = () => {
      tries.push(rig.clock.now());
      return rig.clock.now() < at ? WRONG : undefined;
    };
  };
  const many = Array.from({ length: 50 }, (_, i) => raised(i + 1));

  it('loses nothing: everything is accepted once it is mended, in order', async () => {
    mendedAfter(6 * HOUR);
    await append(rig, many);
    await rig.start({ logger });
    await quiet(rig);
    expect(ofDesk().map(({ stage }) => stage)).toEqual(many.map(() => 'accepted'));
    expect(desk().taken.map(({ notice }) => notice.transitions[0]!.alertId)).toEqual(
      many.map(({ alertId }) => alertId),
    );
  });

  it('is tried by one message at a time, at most every few minutes, however many wait', async () => {
    mendedAfter(6 * HOUR);
    await append(rig, many);
    await rig.start({ logger });
    await quiet(rig);
    const before = tries.slice(0, tries.length - many.length);
    const apart = before.slice(1).map((at, i) => at - before[i]!);
    expect(before.length).toBeLessThan((6 * HOUR) / (3 * MINUTE));
    expect(Math.min(...apart.slice(2))).toBeGreaterThanOrEqual(3 * MINUTE);
    expect(Math.max(...apart)).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('is named once, and once more when it is free', async () => {
    mendedAfter(HOUR);
    await append(rig, many);
    await rig.start({ logger });
    await quiet(rig);
    const errors = said.filter((line) => line.startsWith('error'));
    expect(errors).toEqual([
      expect.stringMatching(/until somebody mends this .*"receiver":"desk","why":"535 wrong password"/),
    ]);
    expect(said.filter((line) => line === 'info: the receiver is reached again')).toHaveLength(1);
    expect(await rig.registry.metrics()).toMatch(/attempts_total\{channel="email",outcome="blocked"\} [1-9]/);
  });

  it('does not hold up other receivers', async () => {
    desk().script = () => WRONG;
    await append(rig, many);
    await rig.start({ logger });
    const phone = rig.channels.get('phone')!;
    while (phone.taken.length < many.length) await settled();
    expect(desk().taken).toEqual([]);
  });

  it('is tried at once when the config changes', async () => {
    let mended = false;
    desk().script = () => (mended ? undefined : WRONG);
    let changed: () => void = () => undefined;
    const source = { current: rig.current, onChange: (listener: () => void) => void (changed = listener) };
    const sleeps: AbortSignal[] = [];
    const sleep = (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        sleeps.push(signal);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    await append(rig, [raised(1)]);
    await rig.start({ logger, config: source, sleep });
    while (!ofDesk().some(({ stage }) => stage === 'attempted')) await settled();
    mended = true;
    const at = rig.clock.now();
    changed();
    while (desk().taken.length === 0) await settled();
    expect(rig.clock.now()).toBe(at);
  });

  it('gives a message up in the end, as any other', async () => {
    desk().script = () => WRONG;
    await append(rig, [raised(1)]);
    await rig.start({ logger });
    await quiet(rig);
    expect(ofDesk()).toMatchObject([{ stage: 'expired', why: 'not accepted in time: 535 wrong password' }]);
    expect(rig.clock.now()).toBeGreaterThan(Date.parse(ofDesk()[0]!.times.planned) + 2 * DAY);
  });
});
