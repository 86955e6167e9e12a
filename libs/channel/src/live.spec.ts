import type { ReceiverDefinition } from '@barometer/notice';
import { liveChannels, type ChannelSettings } from './live.js';

const desk: ReceiverDefinition = {
  name: 'desk',
  channel: 'email',
  recipients: ['desk@example.org'],
  options: { to: ['desk@example.org'] },
};
const phone: ReceiverDefinition = {
  name: 'phone',
  channel: 'webhook',
  recipients: ['phone'],
  options: { url: 'https://hooks.example.org/', secretFile: '/nowhere' },
};
const none: ChannelSettings = { webhooks: { allowPrivate: [] } };
const smtp = { host: 'smtp.example.org', port: 587, security: 'starttls', from: 'barometer@example.org' } as const;

describe('the channel of a receiver', () => {
  it('is the outbox for mail without a mail server, and follows an edit that names one', () => {
    let settings = none;
    const channel = liveChannels({ settings: () => settings, outboxDirectory: '/nowhere', forceOutbox: false })(desk);
    expect(channel.name).toBe('outbox');
    settings = { ...none, smtp };
    expect(channel.name).toBe('email');
  });

  it('has its name even where it cannot be opened, so that the notices of others are planned', () => {
    const broken = { webhooks: { allowPrivate: ['10.1/16'] } };
    const open = liveChannels({ settings: () => broken, outboxDirectory: '/nowhere', forceOutbox: false });
    expect(open(phone).name).toBe('webhook');
  });

  it('is the outbox for everything where that is wanted', () => {
    const open = liveChannels({ settings: () => ({ ...none, smtp }), outboxDirectory: '/nowhere', forceOutbox: true });
    expect([desk, phone].map((receiver) => open(receiver).name)).toEqual(['outbox', 'outbox']);
  });
});
