import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, readConfig } from './load.js';
import { starterConfig } from './published/starter.js';

const messages = (text: string | Uint8Array) =>
  readConfig(text, 'barometer.yaml').problems.map(({ message }) => message);
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a file', () => {
  it('that is not there is told', () => {
    expect(loadConfig('/nowhere/barometer.yaml')).toMatchObject({
      problems: [{ line: 1, message: 'cannot be read: ENOENT' }],
    });
  });

  it('is read from disk, with or without a byte order mark and with any line ends', () => {
    const folder = mkdtempSync(join(tmpdir(), 'barometer-config-'));
    const file = join(folder, 'barometer.yaml');
    writeFileSync(file, `\ufeff${starterConfig().replaceAll('\n', '\r\n')}`);
    const { config, problems } = loadConfig(file);
    expect(problems).toEqual([]);
    expect(config?.hash).toBe(readConfig(starterConfig(), file).config?.hash);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['an empty file', '', 'expected a map of keys, found nothing'],
    ['a list', '- 1\n', 'expected a map of keys, found a list'],
    ['text', 'hello\n', 'expected a map of keys, found "hello"'],
    ['two documents', 'version: 1\nwatches: {}\n---\nversion: 1\n', /^not YAML: /],
    ['bytes that are no UTF-8', Uint8Array.of(0xc3, 0x28), 'not UTF-8 text'],
    ['a file over 1 MiB', `# ${'x'.repeat(1024 * 1024)}`, 'larger than 1 MiB'],
    ['deep nesting', '['.repeat(20_000), /nested|not YAML/],
    [
      'nesting over the limit',
      `version: 1\nwatches: ${'{a: '.repeat(60)}1${'}'.repeat(60)}`,
      /nested deeper than 40 levels/,
    ],
  ])('%s is refused with a reason', (_, text, expected) => {
    const found = messages(text);
    expect(
      found.some((message) => (typeof expected === 'string' ? message === expected : expected.test(message))),
    ).toBe(true);
  });

  it('cannot blow up by aliases', () => {
    const laughs = Array.from(
      { length: 20 },
      (_, i) =>
        `a${i}: &a${i} [${Array(10)
          .fill(i ? `*a${i - 1}` : 'lol')
          .join(', ')}]`,
    );
    expect(messages(laughs.join('\n'))).toContain('more than 50000 values, aliases counted as often as they are used');
  });

  it('finds aliases in one pass', () => {
    const many = `version: 1\nreporters:\n  a: &a A\n${Array.from({ length: 20_000 }, (_, i) => `  r${i}: *a\n`).join('')}watches: {}\n`;
    expect(messages(many)).toEqual(['a config needs at least one watch']);
  });

  it('cannot hold an alias of itself', () => {
    expect(messages('version: 1\nwatches: &a { b: *a }\n').length).toBeGreaterThan(0);
  });

  it('pollutes no prototype', () => {
    messages('version: 1\n__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\nwatches: {}\n');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('any input', () => {
  const sound = starterConfig();

  it('is answered and never throws: random YAML of known and unknown words', () => {
    const word = fc.constantFrom(
      'version',
      'watches',
      'rules',
      'reading',
      'kind',
      'surge',
      'of',
      'sets',
      'levels',
      'high',
      'routes',
      'to',
      'feeds',
      '1',
      'null',
      'NO',
      '7d',
      'p < 1',
      '',
      '~',
      '<<',
      '*a',
      '&a x',
      '!!set',
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 6 }, word, tie('map'), tie('list')),
      map: fc
        .array(fc.tuple(word, tie('node')), { maxLength: 4 })
        .map((pairs) => `{ ${pairs.map(([k, v]) => `${k}: ${v as string}`).join(', ')} }`),
      list: fc.array(tie('node'), { maxLength: 4 }).map((all) => `[${all.join(', ')}]`),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(word, value, { maxKeys: 6 }), (map) => {
        const text = Object.entries(map)
          .map(([key, node]) => `${key}: ${String(node)}`)
          .join('\n');
        expect(readConfig(text, 'f').problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('is answered and never throws: a sound config with a piece cut out or put in', () => {
    const junk = fc.constantFrom(
      '',
      ':',
      '- ',
      '{',
      ']',
      '"',
      '\t',
      '\n',
      '  ',
      'x',
      '7',
      'null',
      '&a',
      '*a',
      '!x ',
      '#',
      '|\n',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.nat(sound.length), fc.nat(40), junk, (at, length, piece) => {
        const text = sound.slice(0, at) + piece + sound.slice(at + length);
        const { config, problems } = readConfig(text, 'f');
        expect(config !== undefined || problems.some(({ severity }) => severity === 'error')).toBe(true);
        const lines = text.split('\n');
        for (const { line, column } of problems) expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      }),
      { numRuns: 150 },
    );
  });

  it('is answered and never throws: random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) =>
        expect(readConfig(raw, 'f').problems.length).toBeGreaterThan(0),
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) =>
        expect(readConfig(bytes(raw), 'f')).toBeDefined(),
      ),
    );
  });
});
