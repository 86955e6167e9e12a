export { createChannel, type ChannelEnvironment } from './create.js';
export { liveChannels, type ChannelSettings, type LiveChannels } from './live.js';
export { htmlOf } from './email/html.js';
export { mailOf } from './email/mail.js';
export {
  emailOptions,
  SMTP_TIMEOUTS,
  type EmailOptions,
  type SmtpSettings,
  type SmtpTimeouts,
} from './email/options.js';
export { emailChannel } from './email/send.js';
export { textOf } from './email/text.js';
export { listOutbox, outboxChannel, type OutboxForm } from './outbox/send.js';
export { webhookOptions, WEBHOOK_TIMEOUTS, type WebhookOptions, type WebhookTimeouts } from './webhook/options.js';
export { webhookChannel } from './webhook/send.js';
export { readSecrets, signatureHeaders } from './webhook/sign.js';
