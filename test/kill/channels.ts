import { createChannel } from '@barometer/channel';
import type { Config } from '@barometer/config';
import type { Channel, ReceiverDefinition } from '@barometer/notice';
import type { Door } from './receivers.js';

/** Opens receivers' real channels as the config says, through one process's door. */
export function channelsThrough({ smtpPort, url }: Door, config: Config): (receiver: ReceiverDefinition) => Channel {
  const smtp = { ...config.settings.smtp!, port: smtpPort };
  return (receiver) => {
    const options = receiver.channel === 'webhook' ? { ...(receiver.options as object), url } : receiver.options;
    return createChannel({ ...receiver, options }, { outboxDirectory: '/nowhere', forceOutbox: false, smtp });
  };
}
