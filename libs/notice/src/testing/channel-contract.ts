import { deliveryKey } from '../plan/thread.js';
import type { Channel, Outgoing } from '../channel.js';
import { outgoingOf, raisedTower22 } from './samples.js';

/** What the far end does with the next attempt. */
export type Behaviour = 'accept' | 'defer' | 'refuse' | 'hang' | 'drop after accept';

/** A channel and the real server it talks to. */
export interface ChannelRig {
  readonly channel: Channel;
  /** An address the server knows. */
  readonly recipient: string;
  /** Sets what the server does with the coming attempts, in order; after them it accepts. */
  script(behaviours: readonly Behaviour[]): void;
  /** Keys of the messages the server took, in order. */
  taken(): readonly string[];
  close(): Promise<void>;
}

/** Behaviours a channel's far end cannot show are named by its rig, e.g. a folder cannot hang. */
export interface ChannelContractOptions {
  readonly cannot?: readonly Behaviour[];
}

/**
 * What every channel does, against a real server. The rig's channel should be opened with timeouts of well under five seconds.
 * `drop after accept` takes the message and breaks the connection before its answer: the outcome is unknown, so it is tried again with the same key.
 */
export function channelContract(
  name: string,
  open: () => Promise<ChannelRig>,
  options: ChannelContractOptions = {},
): void {
  describe(`${name} as a channel`, () => {
    let rig: ChannelRig;
    beforeEach(async () => {
      rig = await open();
    });
    afterEach(async () => {
      await rig.channel.close();
      await rig.close();
    });
    const can = (behaviour: Behaviour) => !options.cannot?.includes(behaviour);
    const send = (outgoing: Outgoing) => rig.channel.send(outgoing, AbortSignal.timeout(20_000));
    const outgoing = (): Outgoing => outgoingOf(raisedTower22(), { recipient: rig.recipient });

    it('answers accepted with the receiver’s words, and hands over the key', async () => {
      rig.script(['accept']);
      const outcome = await send(outgoing());
      expect(outcome).toEqual({ is: 'accepted', reply: expect.any(String) });
      expect(rig.taken()).toEqual([outgoing().key]);
    });

    if (can('defer')) {
      it('answers retry when the receiver puts it off, tries once only, and carries the same key the next time', async () => {
        rig.script(['defer', 'accept']);
        const first = await send(outgoing());
        expect(first).toMatchObject({ is: 'retry', why: expect.any(String) });
        expect(rig.taken()).toEqual([]);
        expect(await send(outgoing())).toMatchObject({ is: 'accepted' });
        expect(rig.taken()).toEqual([outgoing().key]);
      });
    }

    if (can('refuse')) {
      it('answers refused or gone when the receiver will never take it', async () => {
        rig.script(['refuse']);
        const outcome = await send(outgoing());
        expect(['refused', 'gone']).toContain(outcome.is);
      });
    }

    if (can('hang')) {
      it('gives up on a receiver that hangs and says retry', async () => {
        rig.script(['hang', 'accept']);
        expect(await send(outgoing())).toMatchObject({ is: 'retry' });
        expect(await send(outgoing())).toMatchObject({ is: 'accepted' });
      });

      it('stops when it is told to', async () => {
        rig.script(['hang']);
        const stop = new AbortController();
        const sending = rig.channel.send(outgoing(), stop.signal);
        stop.abort();
        expect(await sending).toMatchObject({ is: 'retry' });
      });
    }

    if (can('drop after accept')) {
      it('says retry when the answer is lost, and the second copy has the same key', async () => {
        rig.script(['drop after accept', 'accept']);
        expect(await send(outgoing())).toMatchObject({ is: 'retry' });
        expect(await send(outgoing())).toMatchObject({ is: 'accepted' });
        expect(rig.taken()).toEqual([outgoing().key, outgoing().key]);
      });
    }

    it('writes nothing a header could be broken with', async () => {
      rig.script(['accept']);
      const base = outgoing();
      const message = { ...base.message, subject: 'HIGH x\r\nBcc: eve@example.org', first: 'a\u0000b\r\n.\r\nc' };
      const key = deliveryKey('another', rig.recipient);
      const outcome = await send({
        ...base,
        message,
        key,
        thread: { ...base.thread, messageId: `${key}@barometer.localhost` },
      });
      expect(outcome).toMatchObject({ is: 'accepted' });
      expect(rig.taken()).toEqual([key]);
    });
  });
}
