import { readConfig, type Config } from '@barometer/config';
import { channelsFor } from './channels.js';

const YAML = `version: 1
watches: { w: { title: w, rules: { r: { reading: { kind: count, of: all-of-it }, levels: { low: count >= 1 } } } } }
sets: { all-of-it: {} }
receivers: { desk: { email: { to: [desk@example.org] } }, phone: { webhook: { url: https://hooks.example.org, secretFile: ./s } } }
`;
const SMTP = 'settings: { smtp: { host: smtp.example.org, from: barometer@example.org } }\n';

function configOf(text: string): Config {
  const { config, problems } = readConfig(text, 'barometer.yaml');
  if (!config) throw new Error(JSON.stringify(problems));
  return config;
}

describe('the channel of a receiver', () => {
  it('is the outbox for mail without a mail server, and follows an edit that names one', () => {
    const config = { current: configOf(YAML) };
    const [desk] = config.current.receivers;
    const channel = channelsFor({ config, outboxDirectory: '/nowhere', forceOutbox: false })(desk!);
    expect(channel.name).toBe('outbox');
    config.current = configOf(YAML + SMTP);
    expect(channel.name).toBe('email');
  });

  it('is the outbox for everything in the example', () => {
    const config = { current: configOf(YAML + SMTP) };
    const open = channelsFor({ config, outboxDirectory: '/nowhere', forceOutbox: true });
    expect(config.current.receivers.map((receiver) => open(receiver).name)).toEqual(['outbox', 'outbox']);
  });
});
