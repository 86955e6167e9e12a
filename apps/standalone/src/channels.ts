import { createChannel } from '@barometer/channel';
import type { LiveConfig } from '@barometer/config';
import type { Channel, ReceiverDefinition } from '@barometer/notice';

/** Opens a receiver's channel by the config in force; without a mail server, and in the example, into the outbox. */
export function channelsFor(on: {
  readonly config: LiveConfig;
  readonly outboxDirectory: string;
  readonly forceOutbox: boolean;
}): (receiver: ReceiverDefinition) => Channel {
  const { outboxDirectory, forceOutbox } = on;
  return (receiver) => {
    const { settings } = on.config.current;
    return createChannel(receiver, {
      outboxDirectory,
      forceOutbox,
      allowPrivate: settings.webhooks.allowPrivate,
      ...(settings.smtp === undefined ? {} : { smtp: settings.smtp }),
    });
  };
}
