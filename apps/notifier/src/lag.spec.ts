import type { Channel } from '@barometer/notice';
import { SECOND } from '@barometer/time';
import { append, quiet, raised, rigOf, settled } from './testing/rig.js';

describe('how far planning is behind', () => {
  const rig = rigOf();
  const lag = async () => /^barometer_notifier_lag_records (\d+)$/m.exec(await rig.registry.metrics())?.[1];
  afterEach(() => rig.notifier.close());

  /** Channels at which planning fails. */
  const namelessWhile =
    (broken: () => boolean) =>
    ({ name }: { readonly name: string }): Channel => {
      const channel = rig.channels.get(name)!;
      return {
        get name() {
          if (broken()) throw new Error('the channel has no name');
          return channel.name;
        },
        send: (outgoing) => channel.send(outgoing),
        close: () => channel.close(),
      };
    };

  it('is what no notice is planned of while planning fails, and nothing once it works again', async () => {
    let broken = true;
    const channels = namelessWhile(() => broken);
    await append(rig, [raised(1), raised(2)]);
    const said: string[] = [];
    const say = (_: object, words: string) => void said.push(words);
    const from = rig.clock.now();
    await rig.start({ channels, logger: { info: say, warn: say, error: say } });
    while ((await lag()) !== '2' || rig.clock.now() < from + 50 * SECOND) await settled();
    expect(said.filter((words) => words.startsWith('planning failed'))).toHaveLength(1);
    broken = false;
    while ((await lag()) !== '0') await settled();
    expect(said).toContain('planning works again');
    await quiet(rig);
    expect(rig.channels.get('desk')!.taken).not.toHaveLength(0);
  });

  it('leaves nobody waiting for shares however often planning fails', async () => {
    const { shares } = rig.stores;
    const asked: AbortSignal[] = [];
    const counted = {
      takesPart: () => true,
      owns: (name: string) => shares.owns(name),
      changed: (signal: AbortSignal) => (asked.push(signal), shares.changed(signal)),
    };
    await append(rig, [raised(4)]);
    await rig.start({ channels: namelessWhile(() => true), stores: { ...rig.stores, shares: counted } });
    while (asked.length < 40) await settled();
    // One that runs and minds its term, and one that is about to end.
    expect(asked.filter(({ aborted }) => !aborted).length).toBeLessThanOrEqual(4);
  });

  it('is not told by a process that stands by', async () => {
    rig.stores.shares.assign([]);
    await append(rig, [raised(5)]);
    await rig.start();
    while (rig.notifier.state !== 'standing by') await settled();
    expect(await lag()).toBeUndefined();
  });
});
