import { DAY, HOUR } from '@barometer/time';
import { explainConfig } from '../published/explain.js';
import { readConfig } from '../load.js';
import { TRANSITIONS } from '../schema/routes.js';
import { starterConfig } from '../published/starter.js';

const RULE = 'rules: { r: { reading: { kind: count, of: s }, levels: { high: count >= 3 } } }';

function composed(text: string, file = '/etc/barometer/barometer.yaml') {
  const { config, problems } = readConfig(text, file);
  if (!config) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return config;
}

const small = (more = '') =>
  composed(`version: 1\nsets: { s: { kind: attack } }\nwatches: { w: { ${RULE} } }\n${more}`);

describe('a composed config', () => {
  it('has every default written out', () => {
    const { definition, settings, timezone, routes, receivers } = small();
    expect(definition).toEqual({
      version: 1,
      ladder: ['low', 'elevated', 'high', 'critical'],
      timezone: 'UTC',
      reporters: {},
      names: {},
      feeds: [{ name: 'other', datasets: [], coverage: 'partial' }],
      watches: [
        {
          name: 'w',
          title: 'W',
          match: { all: {}, not: {} },
          feeds: [],
          sets: { s: { all: { kind: ['attack'] }, not: {} } },
          rules: [
            {
              name: 'r',
              title: 'R',
              reading: { kind: 'count', params: { of: 's', window: 7 * DAY }, by: [] },
              rungs: [
                {
                  level: 'high',
                  enter: { text: 'count >= 3', all: [{ field: 'count', op: '>=', value: 3 }] },
                  leave: { text: 'count >= 3', all: [{ field: 'count', op: '>=', value: 3 }] },
                },
              ],
              hold: 0,
              release: DAY,
              tone: 'alarm',
            },
          ],
        },
      ],
    });
    expect(settings).toEqual({
      store: 'embedded',
      dataDir: '/etc/barometer/data',
      listen: { host: '127.0.0.1', port: 8080 },
      http: { maxBody: 1048576 },
      webhooks: { allowPrivate: [] },
      deliveries: { keep: 90 * DAY },
      logs: { level: 'info' },
    });
    expect([timezone, routes, receivers]).toEqual(['UTC', [], []]);
  });

  it('takes release from the kind, and leave where it is given', () => {
    const text = `version: 1
sets: { s: {} }
watches:
  w:
    rules:
      first: { reading: { kind: novelty, of: s, field: country }, levels: { high: new } }
      many: { reading: { kind: count, of: s }, levels: { high: { enter: count >= 5, leave: count >= 3 } }, release: 36h, hold: 0 }
`;
    const [first, many] = composed(text).definition.watches[0]!.rules;
    expect(first!.release).toBe(0);
    expect(many).toMatchObject({
      release: 36 * HOUR,
      hold: 0,
      rungs: [{ enter: { text: 'count >= 5' }, leave: { text: 'count >= 3' } }],
    });
  });

  it('covers the last day of a span and joins spans that touch', () => {
    const { definition } = small(
      'feeds: { f: { datasets: [d], covers: [2024-01-01/2024-01-31, 2020-02-28/2020-02-29, 2024-02-01/2024-02-01] } }',
    );
    expect(definition.feeds[0]).toEqual({
      name: 'f',
      datasets: ['d'],
      coverage: 'partial',
      covers: [
        { from: Date.UTC(2020, 1, 28), to: Date.UTC(2020, 2, 1) },
        { from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 1, 2) },
      ],
    });
  });

  it('resolves names to ids and codes, the operator own names among them', () => {
    const text = `version: 1
names: { actors: { 'actor:my-militia': { name: My Militia, aliases: [The Mine] } } }
sets: { s: { target: [US forces, the mine], country: [Jordan, iraq, none, IQ], not: { perpetrator: houthi } } }
watches: { w: { ${RULE} } }
`;
    expect(composed(text).definition.watches[0]!.sets['s']).toEqual({
      all: { country: ['IQ', 'JO', 'none'], target: ['actor:my-militia', 'actor:usa-mil'] },
      not: { perpetrator: ['actor:houthi'] },
    });
  });

  it('gives a watch the sets its own rules use', () => {
    const text = `version: 1
sets: { s: { kind: attack }, t: { kind: strike } }
watches: { w: { ${RULE} }, v: { rules: { r: { reading: { kind: lull, of: s, after: t, counter: pentagon }, levels: { low: gap >= 5d } } } } }
`;
    expect(composed(text).definition.watches.map(({ name, sets }) => [name, Object.keys(sets)])).toEqual([
      ['v', ['s', 't']],
      ['w', ['s']],
    ]);
  });

  it('has one hash whatever the order of keys and lists, and the comments', () => {
    const one = composed(`version: 1
reporters: { a: A, b: B }
sets: { s: { kind: [attack, strike], country: [IQ, SY] }, t: { kind: threat } }
watches:
  w: { title: W, ${RULE} }
  v: { rules: { x: { reading: { kind: count, of: s, by: [country, tactic], window: 7d }, levels: { low: count >= 1, high: count >= 9 } }, y: { reading: { kind: count, of: t }, levels: { low: count >= 1 } } } }
`);
    const other = composed(`# the same, otherwise
watches:
  v: { rules: { y: { levels: { low: count >= 1 }, reading: { of: t, kind: count } }, x: { levels: { high: 'count  >=  9', low: count >= 1 }, reading: { window: 168h, by: [tactic, country], of: s, kind: count }, hold: 0 } } }
  w: { ${RULE}, title: "W" }
sets: { t: { kind: [threat] }, s: { country: [Syria, IQ], kind: [strike, attack, attack] } }
reporters: { b: B, a: A }
settings: { logs: { level: debug } } # not watched
version: 1
`);
    expect(other.definition).toEqual(one.definition);
    expect(other.hash).toBe(one.hash);
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(small('timezone: Asia/Baghdad').hash).not.toBe(small().hash);
  });

  it('keeps receivers and secrets out of the definition', () => {
    const { definition, receivers } = small(
      "receivers: { p: { webhook: { url: 'https://a.example.org/x', secretFile: s.txt } } }\nroutes: [{ to: p }]",
    );
    expect(JSON.stringify(definition)).not.toContain('example.org');
    expect(receivers).toEqual([
      {
        name: 'p',
        channel: 'webhook',
        recipients: ['p'],
        options: { url: 'https://a.example.org/x', secretFile: '/etc/barometer/s.txt' },
      },
    ]);
  });

  it.each([
    ['takes everything', '{ to: d }', { tell: [...TRANSITIONS], send: 'now', tones: ['alarm', 'easing'] }],
    ['pages by its level: easing news never does', '{ to: d, atLeast: high }', { atLeast: 'high', tones: ['alarm'] }],
    ['pages by what it tells', '{ to: d, tell: raised }', { tell: ['raised'], tones: ['alarm'] }],
    [
      'is a digest and pages nobody',
      '{ to: d, atLeast: high, send: daily }',
      { at: '07:00', tones: ['alarm', 'easing'] },
    ],
    [
      'picks watches and rules',
      '{ to: d, watches: w, rules: [r, feed silent] }',
      { watches: ['w'], rules: ['r', 'feed silent'] },
    ],
    ['takes the tones it names', '{ to: d, atLeast: high, tones: [alarm, easing] }', { tones: ['alarm', 'easing'] }],
  ])('has a route that %s: %s', (_, route, expected) => {
    const [read] = small(`receivers: { d: { email: { to: a@b.org } } }\nroutes:\n  - ${route}\n`).routes;
    expect(read).toMatchObject({ to: 'd', ...expected });
  });

  it('fills in the mail server and makes paths absolute', () => {
    const { settings } = small(
      'settings: { dataDir: /var/lib/b, tokenFile: t, listen: { host: 0.0.0.0 }, smtp: { host: mail, security: tls, user: u, passwordFile: p, from: B <b@example.org> } }',
    );
    expect(settings).toMatchObject({
      dataDir: '/var/lib/b',
      tokenFile: '/etc/barometer/t',
      listen: { host: '0.0.0.0', port: 8080 },
      smtp: {
        host: 'mail',
        port: 465,
        security: 'tls',
        user: 'u',
        passwordFile: '/etc/barometer/p',
        from: 'B <b@example.org>',
      },
    });
  });

  it('takes the slash from the end of publicUrl', () => {
    expect(small('publicUrl: https://b.example.org/base/').publicUrl).toBe('https://b.example.org/base');
  });
});

describe('an explained config', () => {
  it.each([
    ['the starter', starterConfig()],
    ['a small one', `version: 1\nsets: { s: { not: { kind: threat } } }\nwatches: { w: { feeds: other, ${RULE} } }\n`],
  ])('reads back to the same definition: %s', (_, text) => {
    const config = composed(text);
    const again = composed(explainConfig(config), config.file);
    expect(again.definition).toEqual(config.definition);
    expect(again.routes).toEqual(config.routes);
    expect(again.settings).toEqual(config.settings);
  });
});
