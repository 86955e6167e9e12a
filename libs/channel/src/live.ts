import type { Channel, ReceiverDefinition } from '@barometer/notice';
import { channelName, createChannel } from './create.js';
import type { SmtpSettings } from './email/options.js';

/** The part of a process's settings that channels go by. */
export interface ChannelSettings {
  /** Without one, mails are written to the outbox. */
  readonly smtp?: SmtpSettings | undefined;
  /** Private ranges, as CIDR, that webhooks may be sent to. */
  readonly webhooks: { readonly allowPrivate: readonly string[] };
}

/** How a receiver's channel is opened, now and after each edit of the settings. */
export interface LiveChannels {
  /** The settings in force. */
  readonly settings: () => ChannelSettings;
  readonly outboxDirectory: string;
  /** Everything goes to the outbox, whatever else is set. */
  readonly forceOutbox: boolean;
}

/** Opens receivers' channels that follow the settings: an edited mail server or range is used from the next attempt on. */
export function liveChannels(on: LiveChannels): (receiver: ReceiverDefinition) => Channel {
  return (receiver) => liveChannel(on, receiver);
}

function liveChannel({ settings, outboxDirectory, forceOutbox }: LiveChannels, receiver: ReceiverDefinition): Channel {
  const open = () => {
    const { smtp, webhooks } = settings();
    const { allowPrivate } = webhooks;
    return createChannel(receiver, {
      ...{ outboxDirectory, forceOutbox, allowPrivate },
      ...(smtp === undefined ? {} : { smtp }),
    });
  };
  return {
    get name() {
      return channelName(receiver, { ...settings(), forceOutbox });
    },
    send: (outgoing, signal) => open().send(outgoing, signal),
    close: () => open().close(),
  };
}
