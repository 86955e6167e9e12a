import { parseInstant } from '@barometer/time';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { KINDS, TACTICS } from '../kinds.js';
import { incidentJsonSchema } from './json-schema.js';
import { readRevisions, type Read } from './read.js';
import { REASONS } from './reasons.js';
import { hasControl, safeText } from './safe-text.js';

const options = { now: parseInstant('2024-02-01T09:00:00Z').at, mode: 'live' as const };

const FIELDS = [
  'dataset',
  'recordId',
  'revision',
  'status',
  'kind',
  'occurredFrom',
  'occurredTo',
  'timePrecision',
  'reportedAt',
  'location',
  'country',
  'place',
  'lat',
  'lon',
  'site',
  'actors',
  'perpetrator',
  'target',
  'claims',
  'attributions',
  'denials',
  'tactics',
  'tactic',
  'munitions',
  'launched',
  'casualties',
  'killed',
  'injured',
  'signal',
  'links',
  'respondsTo',
  'drivers',
  'counter',
  'provenance',
  'note',
  'heartbeat',
  'at',
  'specversion',
  'data',
  'source',
  'type',
  'id',
  'best',
  'low',
  'high',
  'qualifier',
  'reporter',
  'actorId',
  'role',
  '__proto__',
  'constructor',
];
const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '2024-01-28',
    '2024-01-28T05:30:00Z',
    'attack',
    'actor:irgc',
    'JO',
    '1.0',
    'exact',
    'pentagon',
    'target',
  ),
  fc.double(),
  fc.integer({ min: -3, max: 300 }),
  fc.boolean(),
  fc.constant(null),
);
const { document } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    tie('document'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  document: fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string({ maxLength: 5 })), tie('value'), {
    maxKeys: 6,
  }),
}));
const least = { dataset: 'desk', recordId: 'r-1', kind: 'attack', occurredFrom: '2024-01-28' };

/** What every answer must hold, whatever was sent. */
function checkRead({ items, revisions, rejects }: Read): void {
  expect(items.length).toBeGreaterThan(0);
  for (const { reason, path, message } of rejects) {
    expect(REASONS).toContain(reason);
    expect(hasControl(path + message)).toBe(false);
    expect((path + message).includes('\n')).toBe(false);
    expect(path.length + message.length).toBeLessThan(2_000);
  }
  for (const revision of revisions) {
    expect(JSON.parse(JSON.stringify(revision))).toEqual(revision);
    expect([revision.occurredFrom, revision.reportedAt].every(Number.isSafeInteger)).toBe(true);
  }
}

describe('whatever is sent', () => {
  it('bytes', () => fc.assert(fc.property(fc.uint8Array(), (bytes) => checkRead(readRevisions(bytes, {}, options)))));

  it('text', () =>
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => checkReadOrEmpty(text))));

  it('documents with fields of ours in odd places', () =>
    fc.assert(
      fc.property(document, (given) => checkReadOrEmpty(JSON.stringify(given))),
      { numRuns: 1_000 },
    ));

  it('an incident with some fields gone wrong', () =>
    fc.assert(
      fc.property(document, (given) => checkReadOrEmpty(JSON.stringify({ ...least, ...(given as object) }))),
      { numRuns: 1_000 },
    ));

  it('headers', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time'),
          fc.oneof(fc.string(), fc.uint8Array(), fc.constantFrom('1.0')),
        ),
        (headers) =>
          checkRead(readRevisions(JSON.stringify({ kind: 'attack', occurredFrom: '2024-01-28' }), headers, options)),
      ),
    ));

  function checkReadOrEmpty(text: string): void {
    const read = readRevisions(text, {}, options);
    if (read.items.length > 0) checkRead(read);
    else expect(text).toMatch(/^\s*\[\s*\]\s*$/);
  }
});

describe('the published schema', () => {
  const validate = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTuples: false,
    strictTypes: false,
  }).compile(incidentJsonSchema());
  const estimate = fc.oneof(
    fc.nat(50),
    fc.record({ best: fc.nat(50), qualifier: fc.constantFrom('exact', 'roughly') }),
  );
  const valid = fc.record(
    {
      kind: fc.constantFrom(...KINDS.filter((kind) => kind !== 'count_statement')),
      occurredFrom: fc.constantFrom('2024-01-28', '2024-01-28T05:30:00Z'),
      dataset: fc.constantFrom('a', 'b'),
      recordId: fc.constantFrom('1', '2'),
      killed: estimate,
      tactic: fc.constantFrom(...TACTICS),
      country: fc.constantFrom('JO', 'Jordan'),
      perpetrator: fc.oneof(fc.constantFrom('x', ''), fc.constant(['y', 'z'])),
    },
    { requiredKeys: ['kind', 'occurredFrom'] },
  );

  it('allows and refuses the same as the reader', () =>
    fc.assert(
      fc.property(valid, (given) => {
        expect([given, validate(given)]).toEqual([
          given,
          readRevisions(JSON.stringify(given), {}, options).rejects.length === 0,
        ]);
      }),
      { numRuns: 500 },
    ));

  it('names its draft', () =>
    expect(incidentJsonSchema()['$schema']).toBe('https://json-schema.org/draft/2020-12/schema'));
});

describe('safeText', () => {
  it.each([
    ['plain', 'plain'],
    ['a\nb\u0000c', 'a\\u000ab\\u0000c'],
    ['\u001b[31m', '\\u001b[31m'],
    ['\u202eevil', '\\u202eevil'],
    ['<b>&', '<b>&'],
  ])('%j is shown as %s', (text, expected) => expect(safeText(text)).toBe(expected));

  it('is capped', () => expect(safeText('x'.repeat(500), 10)).toBe(`${'x'.repeat(10)}…`));

  it('never holds a control character', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        expect(/[\n\r\t]/.test(safeText(text)) || hasControl(safeText(text))).toBe(false),
      ),
    ));
});
