import { explainConfig } from '../published/explain.js';
import { readConfig } from '../load.js';
import { secretFiles } from '../secret-files.js';

const WATCHES =
  'watches: { w: { rules: { r: { reading: { kind: count, of: s }, levels: { high: count >= 3 } } } } }\nsets: { s: {} }\n';
const FILE = '/etc/barometer/barometer.yaml';

const read = (settings: string) => readConfig(`version: 1\n${WATCHES}settings: { ${settings} }\n`, FILE);

function composed(settings: string) {
  const { config, problems } = read(settings);
  if (!config) throw new Error(problems.map(({ message }) => message).join('\n'));
  return config;
}

describe('the settings of a cluster', () => {
  it('has every default written out, far from here', () => {
    expect(composed('store: kafka, kafka: { brokers: "kafka.example.org:9093" }').settings).toMatchObject({
      store: 'kafka',
      kafka: {
        brokers: ['kafka.example.org:9093'],
        prefix: 'barometer',
        security: 'tls',
        replication: 3,
        incidents: ['incidents'],
      },
    });
  });

  it('is one copy without protection where every broker is this machine', () => {
    const { kafka } = composed('store: kafka, kafka: { brokers: ["127.0.0.1:9092", "[::1]:9092"] }').settings;
    expect(kafka).toMatchObject({ security: 'plaintext', replication: 1 });
  });

  it('takes incidents from no topic with the embedded store, unless they are named', () => {
    const { config, problems } = read('kafka: { brokers: "localhost:9092" }');
    expect(config!.settings.kafka!.incidents).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('nothing uses this') }]);
    expect(read('kafka: { brokers: "localhost:9092", incidents: incidents }').problems).toEqual([]);
  });

  it('may take incidents from no topic at all', () => {
    expect(composed('store: kafka, kafka: { brokers: "a:1", incidents: [] }').settings.kafka!.incidents).toEqual([]);
  });

  const FULL =
    'store: kafka, kafka: { brokers: [a.example.org:9093, b:9093], prefix: desk-a, security: tls, caFile: ca.pem, ' +
    'certFile: us.pem, keyFile: us.key, sasl: { mechanism: scram-sha-512, user: u, passwordFile: p }, replication: 2, incidents: [in, out] }';

  it('makes paths absolute, and reads back from what explain writes', () => {
    const config = composed(FULL);
    expect(config.settings.kafka).toEqual({
      brokers: ['a.example.org:9093', 'b:9093'],
      prefix: 'desk-a',
      security: 'tls',
      caFile: '/etc/barometer/ca.pem',
      certFile: '/etc/barometer/us.pem',
      keyFile: '/etc/barometer/us.key',
      sasl: { mechanism: 'scram-sha-512', user: 'u', passwordFile: '/etc/barometer/p' },
      replication: 2,
      incidents: ['in', 'out'],
    });
    expect(readConfig(explainConfig(config), FILE).config!.settings).toEqual(config.settings);
  });

  it('names its secrets by file', () => {
    expect(secretFiles(composed(FULL)).map(({ key }) => key)).toEqual([
      'settings.kafka.keyFile',
      'settings.kafka.sasl.passwordFile',
    ]);
  });

  it.each([
    ['no cluster for the store', 'store: kafka', /needs settings.kafka/, 'settings.store'],
    ['no brokers', 'kafka: { prefix: a }', /"brokers" is missing/, 'settings.kafka.brokers'],
    ['an empty list', 'kafka: { brokers: [] }', /at least one broker/, 'settings.kafka.brokers'],
    ['a broker without port', 'kafka: { brokers: kafka }', /host:port/, 'settings.kafka.brokers'],
    ['an address', 'kafka: { brokers: "http://kafka:9092" }', /host:port/, 'settings.kafka.brokers'],
    ['a port past the last', 'kafka: { brokers: "kafka:70000" }', /between 1 and 65535/, 'settings.kafka.brokers'],
    [
      'plaintext to another machine',
      'kafka: { brokers: ["localhost:9092", "kafka:9092"], security: plaintext }',
      /^kafka:9092 is not this machine: everyone on the way could read and change .*unprotected-plaintext/,
      'settings.kafka.security',
    ],
    [
      'a password in the clear',
      'kafka: { brokers: "kafka:9092", security: unprotected-plaintext, sasl: { mechanism: plain, user: u, passwordFile: p } }',
      /not sent without protection/,
      'settings.kafka.sasl.mechanism',
    ],
    [
      'certificates without tls',
      'kafka: { brokers: "localhost:9092", caFile: ca.pem }',
      /certificates are for security: tls/,
      'settings.kafka.caFile',
    ],
    ['half a certificate', 'kafka: { brokers: "k:1", certFile: a }', /belong together/, 'settings.kafka.certFile'],
    ['a key alone', 'kafka: { brokers: "k:1", keyFile: a }', /belong together/, 'settings.kafka.keyFile'],
    [
      'a login without password',
      'kafka: { brokers: "k:1", sasl: { mechanism: plain, user: u } }',
      /"passwordFile" is missing/,
      'settings.kafka.sasl.passwordFile',
    ],
    [
      'a password in the file',
      'kafka: { brokers: "k:1", sasl: { mechanism: plain, user: u, password: hunter2 } }',
      /write its path as passwordFile/,
      'settings.kafka.sasl.password',
    ],
    [
      'a password in the wrong place',
      'kafka: { brokers: "k:1", password: hunter2 }',
      /only the file that holds it$/,
      'settings.kafka.password',
    ],
    ['a prefix that is none', 'kafka: { brokers: "k:1", prefix: a/b }', /a prefix is made of/, 'settings.kafka.prefix'],
    ['a topic that is none', 'kafka: { brokers: "k:1", incidents: [a b] }', /a topic is named/, 'incidents.0'],
    ['a topic of two dots', 'kafka: { brokers: "k:1", incidents: .. }', /a topic is named/, 'incidents'],
    [
      'one of our own topics',
      'kafka: { brokers: "k:1", prefix: a, incidents: [a.journal] }',
      /^a.journal is one of Barometer's own topics/,
      'settings.kafka.incidents',
    ],
    ['no copies', 'kafka: { brokers: "k:1", replication: 0 }', /at least 1/, 'settings.kafka.replication'],
  ])('is refused with its place: %s', (_, settings, message, path) => {
    const { config, problems } = read(settings);
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(config).toBeUndefined();
    expect(errors).toMatchObject([
      { message: expect.stringMatching(message), path: expect.stringContaining(path), line: 4 },
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('may go unprotected to any machine where that is written in so many words', () => {
    const { settings } = composed('store: kafka, kafka: { brokers: "kafka:9092", security: unprotected-plaintext }');
    expect(settings.kafka!.security).toBe('unprotected-plaintext');
  });
});

describe('mails of services', () => {
  const KAFKA = 'store: kafka, kafka: { brokers: "127.0.0.1:9092" }';
  const SMTP = 'smtp: { host: mail.example.org, from: a@example.org }';
  const MAIL = 'desk: { email: { to: [desk@example.org] } }';
  const HOOK = 'hook: { webhook: { url: "https://hooks.example.org/x", secretFile: s } }';
  it.each([
    ['without a mail server', KAFKA, MAIL, ['receivers.desk.email']],
    ['with one', `${KAFKA}, ${SMTP}`, MAIL, []],
    ['that there are none of', KAFKA, HOOK, []],
    [
      'of two receivers, each by its own line',
      KAFKA,
      `${MAIL}, ${MAIL.replace('desk:', 'night:')}`,
      ['receivers.desk.email', 'receivers.night.email'],
    ],
    ['in an outbox that somebody looks at', 'store: embedded', MAIL, []],
    ['beside a mail server that is written wrong, which is said instead', `${KAFKA}, smtp: { host: 7 }`, MAIL, []],
  ])('%s', (_why, settings, receivers, warned) => {
    const text = `version: 1\n${WATCHES}receivers: { ${receivers} }\nroutes: [${routesOf(receivers)}]\nsettings: { ${settings} }\n`;
    const nobody = readConfig(text, FILE).problems.filter(({ message }) => message.includes('nobody gets'));
    expect(nobody.map(({ severity, path }) => [severity, path])).toEqual(warned.map((path) => ['warning', path]));
  });
});

function routesOf(receivers: string): string {
  return [...receivers.matchAll(/(\w+): \{ (?:email|webhook)/g)].map(([, to]) => `{ to: ${to} }`).join(', ');
}
