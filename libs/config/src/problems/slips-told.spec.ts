import { read, type Slip } from '../testing/slip.js';
import { formatProblem } from './problem.js';

const SLIPS: readonly Slip[] = [
  {
    why: 'unknown receiver',
    from: 'to: phone',
    into: 'to: @@phon',
    message: 'no receiver "phon"',
    suggestion: 'phone',
  },
  {
    why: 'unknown level of a route',
    from: 'atLeast: high',
    into: 'atLeast: @@hihg',
    message: 'no level "hihg"',
    suggestion: 'high',
  },
  {
    why: 'unknown transition',
    from: '[raised]',
    into: '[@@rased]',
    message: '"rased" is no value of "tell"',
    suggestion: 'raised',
  },
  {
    why: 'unknown watch of a route',
    from: 'to: desk,',
    into: 'to: desk, watches: @@force,',
    message: 'no watch "force"',
    suggestion: 'forces',
  },
  {
    why: 'unknown rule of a route',
    from: 'to: desk,',
    into: 'to: desk, rules: [surge, @@surges],',
    message: 'no rule "surges"',
    suggestion: 'surge',
  },
  {
    why: 'a time of day that is none',
    from: "at: '07:00'",
    into: "at: @@'7 am'",
    message: /time of day is written "07:00"/,
  },
  {
    why: 'a time of day without daily',
    from: 'send: daily, at',
    into: 'send: now, @@at',
    message: '"at" goes with send: daily',
  },
  { why: 'nothing is below the lowest', from: 'below: high', into: 'below: @@low', message: /^nothing is below "low"/ },
  {
    why: 'reserved for later',
    from: 'to: desk,',
    into: 'to: desk, @@quietHours: 22-06,',
    message: '"quietHours" is not yet available',
  },
  {
    why: 'reserved for later',
    from: 'to: desk,',
    into: 'to: desk, @@group: 5m,',
    message: '"group" is not yet available',
  },
  {
    why: 'unknown zone',
    from: 'Asia/Baghdad',
    into: '@@Asia/Bagdad',
    message: 'no time zone "Asia/Bagdad"',
    suggestion: 'Asia/Baghdad',
  },
  {
    why: 'address of another scheme',
    from: 'https://barometer',
    into: '@@ftp://barometer',
    message: /begins with http/,
  },
  {
    why: 'address without a scheme',
    from: 'https://barometer.example.org',
    into: '@@barometer.example.org',
    message: /begins with http/,
    suggestion: 'https://barometer.example.org',
  },
  {
    why: 'password in an address',
    from: "'https://hooks",
    into: "@@'https://user:pass@hooks",
    message: /password is never written into the config/,
  },
  {
    why: 'inline secret',
    from: 'secretFile: ./secret',
    into: '@@secret: whsec_1',
    message: /^a secret is never written into the config, .* as secretFile$/,
  },
  {
    why: 'inline password',
    from: 'listen: { port: 8080 }',
    into: 'smtp: { host: mail, from: a@b.org, @@password: x }',
    message: /write its path as passwordFile/,
  },
  {
    why: 'an address without protection',
    from: "'https://hooks",
    into: "@@'http://hooks",
    message: /travel unprotected/,
    severity: 'warning',
  },
  { why: 'no address', from: '[desk@example.org]', into: '[@@desk at example.org]', message: /name@example.org/ },
  {
    why: 'two channels',
    from: 'desk: { email',
    into: "@@desk: { webhook: { url: 'https://a.org', secretFile: ./secret }, email",
    message: 'a receiver has exactly one channel',
    allowed: ['email', 'webhook'],
  },
  {
    why: 'an open address without tokens',
    from: 'port: 8080',
    into: 'host: @@0.0.0.0',
    message: /settings.tokenFile is needed/,
  },
  { why: 'a port that is none', from: 'port: 8080', into: 'port: @@80800', message: /between 0 and 65535/ },
  {
    why: 'text where a number belongs',
    from: 'port: 8080',
    into: "port: @@'8080'",
    message: 'expected a number, found "8080"',
  },
  {
    why: 'a number where text belongs',
    from: 'datasets: [founding-region]',
    into: 'datasets: [@@2024]',
    message: 'expected text, found the number 2024',
    suggestion: '"2024"',
  },
  {
    why: 'grade that is none',
    from: 'us_dod: A',
    into: 'us_dod: @@a',
    message: '"a" is no value of "us_dod"',
    allowed: ['A', 'B', 'C', 'D', 'E', 'F'],
    suggestion: 'A',
  },
  {
    why: 'coverage that is none',
    from: 'coverage: partial',
    into: 'coverage: @@partly',
    message: '"partly" is no value of "coverage"',
    allowed: ['full', 'partial'],
  },
  {
    why: 'field of no series in a title',
    from: '{country}',
    into: '@@{contry}',
    message: /^no "{contry}" in this rule's series/,
    suggestion: 'country',
  },
  {
    why: 'a key twice',
    from: 'release: 48h',
    into: 'release: 48h\n        @@release: 24h',
    message: 'this key stands twice',
  },
  { why: 'a key that is no text', from: '  forces:', into: '  @@7:', message: 'a key must be text: quote it' },
  { why: 'a dangerous key', from: '  forces:', into: '  @@__proto__:', message: 'the key "__proto__" is not allowed' },
  { why: 'a merge key', from: '  forces:', into: '  @@<<: {}\n  forces:', message: 'the key "<<" is not allowed' },
  { why: 'a tag', from: 'release: 48h', into: 'release: !!js/function @@48h', message: /tag/ },
  { why: 'a name with spaces', from: '  forces:', into: '  @@US forces:', message: /^a name is made of letters/ },
  {
    why: 'a wrong version',
    from: 'version: 1',
    into: 'version: @@2',
    message: 'the number 2 is no value of "version"',
    allowed: ['1'],
  },
  {
    why: 'unused set',
    from: '\nsets:',
    into: '\nsets:\n  @@spare: { kind: attack }',
    message: 'no rule uses the set "spare"',
    severity: 'warning',
  },
  {
    why: 'a receiver nobody routes to',
    from: 'receivers:',
    into: 'receivers:\n  @@spare: { email: { to: a@b.org } }',
    message: 'no route leads to "spare"',
    severity: 'warning',
  },
  {
    why: 'a country that YAML 1.1 reads as false',
    from: 'IQ, none',
    into: 'IQ, @@NO',
    message: 'YAML 1.1 tools such as Helm read NO as false: quote it, "NO"',
    severity: 'warning',
  },
  {
    why: 'a key that YAML 1.1 reads as true',
    from: '  forces:',
    into: '  @@on:',
    message: /read on as true/,
    severity: 'warning',
  },
  {
    why: 'a time that YAML 1.1 reads as a number',
    from: "at: '07:00'",
    into: 'at: @@19:30',
    message: /read 19:30 as a number/,
    severity: 'warning',
  },
];

describe('a slip in who is told, in settings or in the file itself', () => {
  it.each(SLIPS)('$why: $into', (slip) => {
    const { found, expected, takesEffect, problems } = read(slip);
    expect(found ?? problems.map((problem) => formatProblem(problem)).join('\n')).toMatchObject(expected);
    expect(takesEffect).toBe(slip.severity === 'warning');
    expect(problems).toHaveLength(1);
  });
});
