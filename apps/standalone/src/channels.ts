import { createChannel } from '@barometer/channel';
import type { LiveConfig } from '@barometer/config';
import type { Channel, ReceiverDefinition } from '@barometer/notice';

export interface ChannelsOn {
  readonly config: Pick<LiveConfig, 'current'>;
  readonly outboxDirectory: string;
  readonly forceOutbox: boolean;
}

/** Opens a receiver's channel; without a mail server, and in the example, into the outbox. */
export function channelsFor(on: ChannelsOn): (receiver: ReceiverDefinition) => Channel {
  return (receiver) => liveChannel(on, receiver);
}

/** A channel by the settings in force at each attempt: an edited mail server or range is used from the next one on. */
function liveChannel({ config, outboxDirectory, forceOutbox }: ChannelsOn, receiver: ReceiverDefinition): Channel {
  const open = () => {
    const { smtp, webhooks } = config.current.settings;
    const { allowPrivate } = webhooks;
    return createChannel(receiver, {
      ...{ outboxDirectory, forceOutbox, allowPrivate },
      ...(smtp === undefined ? {} : { smtp }),
    });
  };
  return {
    get name() {
      return open().name;
    },
    send: (outgoing, signal) => open().send(outgoing, signal),
    close: () => open().close(),
  };
}
