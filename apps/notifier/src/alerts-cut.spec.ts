import { DAY, HOUR } from '@barometer/time';
import { append, journal, live, outcomes, quiet, raised, rigOf, settled, type Rig } from './testing/rig.js';
import { ToldCharts } from './told-chart.js';

const downgraded = (watchSeq: number, alertId: string) =>
  raised(watchSeq, { alertId, seq: 2, transition: 'downgraded', level: 'high', previous: 'critical' });
/** Time stands still: nothing but input makes anything happen. */
const still = {
  sleep: (_: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
};

describe('a notifier whose alert log lost its start', () => {
  let rig: Rig;
  const errors: object[] = [];
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object, words: string) => void errors.push({ ...facts, words }),
  };
  const fatal: unknown[] = [];
  const onFatal = (error: unknown) => void fatal.push(error);
  const told = () =>
    rig.channels.get('desk')!.taken.map(({ notice }) => notice.transitions.map(({ watchSeq }) => watchSeq));

  beforeEach(() => {
    rig = rigOf();
    errors.length = fatal.length = 0;
  });
  afterEach(async () => {
    await rig.notifier.close();
    expect(fatal).toEqual([]);
  });

  it('starts again though an open alert was told by what is gone, and tells what comes', async () => {
    await append(rig, [raised(1), raised(2)]);
    await rig.start({ logger, onFatal });
    await quiet(rig);
    await rig.notifier.close();
    rig.stores.alerts.lose(2);
    await append(rig, [downgraded(3, 'ALERT2')]);
    await rig.start({ logger, onFatal });
    await quiet(rig);
    expect([told(), errors]).toEqual([[[1], [2], [3]], []]);
  });

  it('says so where transitions went that were not planned, and goes on with what is left', async () => {
    await append(rig, [raised(1)]);
    await rig.start({ logger, onFatal });
    await quiet(rig);
    await rig.notifier.close();
    await append(rig, [raised(2), raised(3)]);
    rig.stores.alerts.lose(2);
    await rig.start({ logger, onFatal });
    await quiet(rig);
    expect(told()).toEqual([[1], [3]]);
    expect(errors).toEqual([{ from: 1, begin: 2, words: expect.stringMatching(/^the alert log was cut/) as unknown }]);
  });

  it('leaves out of a digest what is gone, and sends none of nothing', async () => {
    await journal(rig, [live()]);
    await append(rig, [raised(1, { level: 'low' })]);
    await rig.start({ logger, onFatal, ...still });
    await rig.notifier.planned();
    await rig.notifier.close();
    rig.stores.alerts.lose(1);
    rig.clock.advance(2 * DAY);
    await rig.start({ logger, onFatal, ...still });
    await rig.notifier.planned();
    expect(outcomes(rig)).toEqual([]);
  });

  it('sends a message that waits for its next attempt, as it was planned', async () => {
    const desk = rig.channels.get('desk')!;
    desk.script = () => ({ is: 'retry', why: '451 try later' });
    await append(rig, [raised(1)]);
    await rig.start({ logger, onFatal });
    while (outcomes(rig).every(({ stage }) => stage !== 'attempted')) await settled();
    await rig.notifier.close();
    rig.stores.alerts.lose(1);
    desk.script = undefined;
    rig.clock.advance(HOUR);
    await rig.start({ logger, onFatal });
    await quiet(rig);
    expect(desk.taken.map(({ message }) => message.subject)).toEqual([
      'CRITICAL Jordan: drone attack on US forces, Tower 22 [us-forces]',
    ]);
  });

  it('draws charts of what is left', async () => {
    await append(rig, [raised(1), raised(2)]);
    rig.stores.alerts.lose(1);
    expect(await new ToldCharts(rig.stores.alerts).draw(raised(2))).toContain('<svg');
    await rig.start({ logger, onFatal });
  });
});
