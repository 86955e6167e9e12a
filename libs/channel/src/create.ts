import type { Channel, ReceiverDefinition } from '@barometer/notice';
import { emailChannel } from './email/send.js';
import type { SmtpSettings, SmtpTimeouts } from './email/options.js';
import { outboxChannel } from './outbox/send.js';
import { allowList } from './webhook/guard.js';
import { webhookOptions, type WebhookTimeouts } from './webhook/options.js';
import { webhookChannel } from './webhook/send.js';

/** What channels share: where mail goes out, and where it is kept when it does not. */
export interface ChannelEnvironment {
  /** Without one, mails are written to the outbox. */
  readonly smtp?: SmtpSettings;
  readonly outboxDirectory: string;
  /** Everything goes to the outbox, whatever else is set. */
  readonly forceOutbox: boolean;
  /** Private ranges webhooks may go to, as CIDR. */
  readonly allowPrivate?: readonly string[];
  readonly timeouts?: { readonly smtp?: SmtpTimeouts; readonly webhook?: WebhookTimeouts };
}

/** What the channel of a receiver is called, whether or not it can be opened. */
export function channelName(
  { channel }: Pick<ReceiverDefinition, 'channel'>,
  { smtp, forceOutbox }: { readonly smtp?: SmtpSettings | undefined; readonly forceOutbox: boolean },
): string {
  return forceOutbox || (channel === 'email' && smtp === undefined) ? 'outbox' : channel;
}

/** The channel of a receiver; throws where its kind is unknown or its options cannot be read. */
export function createChannel(receiver: ReceiverDefinition, environment: ChannelEnvironment): Channel {
  const { smtp, outboxDirectory, forceOutbox, timeouts } = environment;
  switch (receiver.channel) {
    case 'email':
      if (forceOutbox || smtp === undefined) return outboxChannel(outboxDirectory, 'eml', smtp?.from);
      return emailChannel(smtp, timeouts?.smtp);
    case 'webhook':
      if (forceOutbox) return outboxChannel(outboxDirectory, 'json');
      return webhookChannel({
        options: webhookOptions.parse(receiver.options),
        allowed: allowList(environment.allowPrivate ?? []),
        ...(timeouts?.webhook === undefined ? {} : { timeouts: timeouts.webhook }),
      });
    default:
      throw new Error(`no channel "${receiver.channel}"`);
  }
}
