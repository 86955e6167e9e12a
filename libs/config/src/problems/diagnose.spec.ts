import { readConfig } from '../load.js';
import { formatProblem } from './problem.js';

const file = 'barometer.yaml';

const SOUND = `version: 1
publicUrl: https://barometer.example.org
timezone: Asia/Baghdad
reporters: { us_dod: A }
feeds:
  region: { datasets: [founding-region], coverage: partial, covers: [2023-07-01/2024-04-23], silentAfter: 48h }
sets:
  attacks: { kind: [attack, salvo], target: [actor:usa-mil] }
watches:
  forces:
    match: { country: [IQ, none] }
    feeds: [region]
    rules:
      surge:
        title: 'Surging in {country}'
        reading: { kind: surge, of: attacks, by: country, window: 7d }
        levels: { elevated: p < 0.01 and count >= 3, high: p < 0.001 and count >= 3 }
        release: 48h
receivers:
  desk: { email: { to: [desk@example.org] } }
  phone: { webhook: { url: 'https://hooks.example.org/duty', secretFile: ./secret } }
routes:
  - { atLeast: high, to: phone, tell: [raised] }
  - { below: high, to: desk, send: daily, at: '07:00' }
settings:
  listen: { port: 8080 }
`;

interface Row {
  readonly why: string;
  /** What is edited, and into what: `@` marks where the problem must be shown. */
  readonly from: string;
  readonly into: string;
  readonly message: string | RegExp;
  readonly suggestion?: string;
  readonly allowed?: readonly string[];
  readonly severity?: 'warning';
}

const MARK = '@@';

const ROWS: readonly Row[] = [
  {
    why: 'misspelt top-level key',
    from: 'timezone:',
    into: '@@timezon:',
    message: 'unknown key "timezon"',
    suggestion: 'timezone',
  },
  {
    why: 'misspelt key of a rule',
    from: 'release: 48h',
    into: '@@relase: 48h',
    message: 'unknown key "relase"',
    suggestion: 'release',
  },
  {
    why: 'misspelt parameter',
    from: 'window: 7d',
    into: '@@windwo: 7d',
    message: 'unknown key "windwo"',
    suggestion: 'window',
  },
  {
    why: 'misspelt kind of reading',
    from: 'kind: surge',
    into: 'kind: @@surg',
    message: '"surg" is no value of "kind"',
    suggestion: 'surge',
  },
  {
    why: 'misspelt group',
    from: 'by: country',
    into: 'by: @@contry',
    message: '"contry" is no value of "by"',
    suggestion: 'country',
  },
  {
    why: 'misspelt group in a list',
    from: 'by: country',
    into: 'by: [country, @@tactics]',
    message: /no value of "by"/,
    suggestion: 'tactic',
  },
  { why: 'misspelt set', from: 'of: attacks', into: 'of: @@attaks', message: 'no set "attaks"', suggestion: 'attacks' },
  {
    why: 'misspelt facet',
    from: 'target: [',
    into: '@@targt: [',
    message: 'unknown key "targt"',
    suggestion: 'target',
  },
  {
    why: 'misspelt actor',
    from: 'actor:usa-mil',
    into: '@@actor:usa-mill',
    message: /^unknown actor "actor:usa-mill"/,
    suggestion: 'actor:usa-mil',
  },
  {
    why: 'misspelt kind of incident',
    from: 'salvo',
    into: '@@salvoo',
    message: 'unknown kind "salvoo"',
    suggestion: 'salvo',
  },
  {
    why: 'misspelt country',
    from: 'IQ, none',
    into: "@@'Jordn', none",
    message: /^unknown country "Jordn"/,
    suggestion: 'JO',
  },
  {
    why: 'misspelt tactic',
    from: 'target: [actor:usa-mil]',
    into: 'tactic: @@rockets',
    message: 'unknown tactic "rockets"',
    suggestion: 'rocket',
  },
  {
    why: 'misspelt field of a condition',
    from: 'p < 0.01 and count >= 3,',
    into: 'p < 0.01 and @@cont >= 3,',
    message: 'no field "cont"',
    suggestion: 'count',
  },
  {
    why: 'unreadable condition',
    from: 'p < 0.01 and count >= 3,',
    into: 'p < 0.01 and @@count over 3,',
    message: /^expected "field op value"/,
  },
  { why: 'one = to compare', from: 'count >= 3,', into: 'count @@= 3,', message: 'use == to compare', allowed: ['=='] },
  {
    why: 'misspelt level',
    from: '{ elevated:',
    into: '{ @@elevatd:',
    message: 'no level "elevatd" on the ladder',
    suggestion: 'elevated',
    allowed: ['low', 'elevated', 'high', 'critical'],
  },
  {
    why: 'thresholds the wrong way round',
    from: 'p < 0.001',
    into: '@@p < 0.1',
    message: /"high" is easier to reach than "elevated" by p/,
    severity: 'warning',
  },
  {
    why: 'duration in words',
    from: 'release: 48h',
    into: 'release: @@7 days',
    message: /is not a duration/,
    suggestion: '7d',
  },
  {
    why: 'duration as ISO 8601',
    from: 'silentAfter: 48h',
    into: 'silentAfter: @@P2D',
    message: /is not a duration/,
    suggestion: '2d',
  },
  {
    why: 'duration of a parameter in words',
    from: 'window: 7d',
    into: 'window: @@7 days',
    message: /is not a duration/,
    suggestion: '7d',
  },
  {
    why: 'duration without a unit',
    from: 'window: 7d',
    into: 'window: @@7',
    message: '7 has no unit',
    suggestion: '7d',
  },
  {
    why: 'unknown feed',
    from: 'feeds: [region]',
    into: 'feeds: [@@regoin]',
    message: 'no feed "regoin"',
    suggestion: 'region',
  },
  {
    why: 'the built-in feed',
    from: '  region: {',
    into: '  region: { datasets: [a] }\n  @@other: {',
    message: /^the feed "other" is built in/,
  },
  {
    why: 'the built-in watch',
    from: '  forces:',
    into: '  @@barometer:',
    message: /^the watch "barometer" is built in/,
  },
  {
    why: 'span of days that is none',
    from: '2023-07-01/2024-04-23',
    into: '@@2023-07-01 - 2024-04-23',
    message: /is not a span of days/,
  },
  {
    why: 'span that ends before it begins',
    from: '2023-07-01/2024-04-23',
    into: '@@2024-07-01/2024-04-23',
    message: /ends before it begins/,
  },
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

describe('a slip in a config', () => {
  it('is not there to begin with', () => {
    expect(readConfig(SOUND, file).problems).toEqual([]);
  });

  it.each(ROWS)('$why: $into', (row) => {
    const marked = SOUND.replace(row.from, () => row.into);
    const before = marked.slice(0, marked.indexOf(MARK)).split('\n');
    const { config, problems } = readConfig(marked.replace(MARK, ''), file);
    const found = problems.find(({ message }) =>
      typeof row.message === 'string' ? message === row.message : row.message.test(message),
    );
    expect(found ?? problems.map((problem) => formatProblem(problem)).join('\n')).toMatchObject({
      severity: row.severity ?? 'error',
      line: before.length,
      column: before.at(-1)!.length + 1,
      ...(row.suggestion === undefined ? {} : { suggestion: row.suggestion }),
      ...(row.allowed === undefined ? {} : { allowed: row.allowed }),
    });
    expect(config === undefined).toBe(row.severity !== 'warning');
    expect(problems).toHaveLength(1);
  });
});

describe('many slips', () => {
  it('are told all at once, in the order of the file', () => {
    const broken = SOUND.replace('timezone:', 'timezon:')
      .replace('coverage: partial', 'coverage: somewhat')
      .replace('attack, salvo', 'atack, salvo')
      .replace('kind: surge', 'kind: surg')
      .replace('to: phone', 'to: phon')
      .replace('host: 127', 'port: x');
    const { config, problems } = readConfig(broken, file);
    expect(config).toBeUndefined();
    expect(problems.map(({ line, suggestion }) => [line, suggestion])).toEqual([
      [3, 'timezone'],
      [6, undefined],
      [8, 'attack'],
      [16, 'surge'],
      [23, 'phone'],
    ]);
  });

  it('name a missing key once', () => {
    const { problems } = readConfig('version: 1\n', file);
    expect(problems.map(({ message }) => message)).toEqual(['"watches" is missing: expected a map of keys']);
  });

  it('say that a watch has no rules and a rule no levels', () => {
    const empty = readConfig('version: 1\nwatches:\n  a: { rules: {} }\n', file);
    expect(empty.problems).toMatchObject([{ line: 3, column: 8, message: 'a watch needs at least one rule' }]);
    const bare = readConfig(SOUND.replace(/levels: .*/, 'levels: {}'), file);
    expect(bare.problems).toMatchObject([{ line: 17, message: 'a rule needs a condition for at least one level' }]);
  });

  it('keep a dataset in one feed', () => {
    const twice = SOUND.replace('feeds:\n', 'feeds:\n  a: { datasets: [founding-region] }\n');
    expect(readConfig(twice, file).problems).toMatchObject([
      { line: 7, column: 24, message: 'the dataset "founding-region" belongs to the feed "a" already' },
    ]);
  });

  it('hold levels against the ladder of the file', () => {
    const own = SOUND.replace('timezone:', 'ladder: [green, high]\ntimezone:');
    expect(readConfig(own, file).problems).toMatchObject([
      {
        path: 'watches.forces.rules.surge.levels.elevated',
        message: 'no level "elevated" on the ladder',
        allowed: ['green', 'high'],
      },
    ]);
  });
});

describe('a secret in the file', () => {
  it.each([
    ['inline', 'secretFile: ./secret', 'secret: whsec_hunter2'],
    ['quoted', 'secretFile: ./secret', '\'secret\': "whsec hunter2"'],
    ['in an address', "'https://hooks", "'https://duty:hunter2@hooks"],
    ['beside another slip', 'secretFile: ./secret', 'passwrd_x: 1, password: hunter2'],
  ])('is shown by no problem: %s', (_, from, into) => {
    const { problems } = readConfig(SOUND.replace(from, into), file);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
    expect(problems.every(({ source, column }) => source.length >= column)).toBe(true);
  });
});

describe('a title', () => {
  const titled = (title: string) =>
    SOUND.replace("'Surging in {country}'", title).replace('by: country', 'by: incident');

  it('may hold every field of an incident that is the series', () => {
    expect(readConfig(titled("'Hit {country} {place} by {perpetrator}'"), file).problems).toEqual([]);
    expect(readConfig(titled("'Hit {plase}'"), file).problems).toMatchObject([{ suggestion: 'place' }]);
  });
});

describe('a problem in words', () => {
  const { problems } = readConfig(
    SOUND.replace('cont >= 3', '').replace('count >= 3,', 'cont >= 3,'),
    'barometer.yaml',
  );
  const found = problems.find(({ severity }) => severity === 'error')!;

  it('reads like a compiler', () => {
    expect(formatProblem(found)).toBe(
      [
        'barometer.yaml:17:42: error: no field "cont"',
        '17 |         levels: { elevated: p < 0.01 and cont >= 3, high: p < 0.001 and count >= 3 }',
        '   |                                          ^^^^^^^^^',
        '   = did you mean count?',
        '   = allowed: count, p, expected, ratio',
        '   = at watches.forces.rules.surge.levels.elevated',
      ].join('\n'),
    );
  });

  it('takes colour only when asked', () => {
    expect(formatProblem(found)).not.toContain('\u001b');
    expect(formatProblem(found, { colour: true })).toContain('\u001b[31merror\u001b[0m');
  });

  it('keeps escape sequences from the terminal', () => {
    const { problems: hostile } = readConfig('version: "\u001b[31m\u202e"\nwatches: {}', 'a.yaml');
    expect(hostile.map((problem) => formatProblem(problem)).join('\n')).not.toMatch(/[\u001b\u202e]/);
  });
});
