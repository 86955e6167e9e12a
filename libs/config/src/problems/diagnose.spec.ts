import { readConfig } from '../load.js';
import { FILE, SOUND } from '../testing/slip.js';
import { formatProblem } from './problem.js';

describe('a sound config', () => {
  it('has nothing to be told', () => {
    expect(readConfig(SOUND, FILE).problems).toEqual([]);
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
    const { config, problems } = readConfig(broken, FILE);
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
    const { problems } = readConfig('version: 1\n', FILE);
    expect(problems.map(({ message }) => message)).toEqual(['"watches" is missing: expected a map of keys']);
  });

  it('say that a watch has no rules and a rule no levels', () => {
    const empty = readConfig('version: 1\nwatches:\n  a: { rules: {} }\n', FILE);
    expect(empty.problems).toMatchObject([{ line: 3, column: 8, message: 'a watch needs at least one rule' }]);
    const bare = readConfig(SOUND.replace(/levels: .*/, 'levels: {}'), FILE);
    expect(bare.problems).toMatchObject([{ line: 17, message: 'a rule needs a condition for at least one level' }]);
  });

  it('keep a dataset in one feed', () => {
    const twice = SOUND.replace('feeds:\n', 'feeds:\n  a: { datasets: [founding-region] }\n');
    expect(readConfig(twice, FILE).problems).toMatchObject([
      { line: 7, column: 24, message: 'the dataset "founding-region" belongs to the feed "a" already' },
    ]);
  });

  it('hold levels against the ladder of the file', () => {
    const own = SOUND.replace('timezone:', 'ladder: [green, high]\ntimezone:');
    expect(readConfig(own, FILE).problems).toMatchObject([
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
    const { problems } = readConfig(SOUND.replace(from, into), FILE);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
    expect(problems.every(({ source, column }) => source.length >= column)).toBe(true);
  });
});

describe('a title', () => {
  const titled = (title: string) =>
    SOUND.replace("'Surging in {country}'", title).replace('by: country', 'by: incident');

  it('may hold every field of an incident that is the series', () => {
    expect(readConfig(titled("'Hit {country} {place} by {perpetrator}'"), FILE).problems).toEqual([]);
    expect(readConfig(titled("'Hit {plase}'"), FILE).problems).toMatchObject([{ suggestion: 'place' }]);
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
