import { iso } from '@barometer/time';
import { append, outcomes, quiet, raised, rigOf, settled, type Rig } from './testing/rig.js';

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
});
