import { HOUR, MINUTE } from '@barometer/time';
import { append, never, outcomes, quiet, raised, rigOf, settled, unfinished, type Rig } from './testing/rig.js';

describe('one notifier of several', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = rigOf();
  });
  afterEach(async () => {
    await rig.notifier.close();
  });

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
    const silent = {
      takesPart: () => true,
      owns: (name: string) => shares.owns(name),
      changed: (signal: AbortSignal) => never(signal),
    };
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

  it('plans nothing once the name has gone, though nobody said so', async () => {
    const { shares, alerts } = rig.stores;
    const silent = {
      takesPart: () => true,
      owns: (name: string) => shares.owns(name),
      changed: (signal: AbortSignal) => never(signal),
    };
    const read = alerts.read.bind(alerts);
    alerts.read = async (from, max) => {
      const records = await read(from, max);
      if (records.length > 0) shares.assign([]);
      return records;
    };
    await append(rig, [raised(1)]);
    await rig.start({ stores: { ...rig.stores, shares: silent } });
    while (rig.notifier.state !== 'standing by') await settled();
    expect(outcomes(rig)).toEqual([]);
  });

  it('lets what another left unfinished be for a while: that one may be ending its attempts', async () => {
    const desk = rig.channels.get('desk')!;
    desk.script = () => ({ is: 'retry', why: '451 try later', after: MINUTE });
    await append(rig, [raised(1)]);
    await rig.start({ sleep: (_, signal) => never(signal) });
    while (outcomes(rig).every(({ stage }) => stage !== 'attempted')) await settled();
    await rig.notifier.close();
    rig.clock.advance(HOUR);
    const taken = rig.clock.now();
    let sent = Infinity;
    desk.script = () => {
      sent = rig.clock.now();
      return undefined;
    };
    await rig.start({ handOver: MINUTE });
    await quiet(rig);
    expect(sent).toBe(taken + MINUTE);
  });
});
