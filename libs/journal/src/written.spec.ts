import { readRevisions, type Revision } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { DAY } from '@barometer/time';
import fc from 'fast-check';
import {
  decodeEntry,
  encodeEntry,
  entryHash,
  readEntry,
  wholeOf,
  WrittenRevision,
  type RevisionEntry,
} from './index.js';

const AT = Date.UTC(2024, 0, 28);

/** Text that looks like what the reader goes by. */
const traps = fc.constantFrom('","munitions":[', ',"links":[]', '\\', '"', '"}}', '},"imported":true}', 'ü', '');
const text = fc.tuple(fc.string(), traps, fc.string()).map((parts) => parts.join(''));
const instant = fc.integer({ min: -AT, max: 2 * AT });

const revision: fc.Arbitrary<Revision> = fc
  .record(
    {
      dataset: text,
      recordId: text,
      revision: fc.nat(),
      status: fc.constantFrom('reported', 'retracted'),
      kind: fc.constantFrom('attack', 'strike', 'count_statement'),
      occurredTo: instant,
      timePrecision: fc.constantFrom('minute', 'day', 'year'),
      reportedAt: instant,
      reportedAssumed: fc.constant(true as const),
      location: fc.record({ country: text, place: text, lat: fc.double({ noNaN: true }) }, { requiredKeys: [] }),
      site: fc.record({ siteId: text, name: text }, { requiredKeys: [] }),
      actors: fc.array(fc.record({ name: text, role: fc.constantFrom('target', 'perpetrator') })),
      claims: fc.array(fc.record({ actorId: text, at: instant })),
      tactics: fc.array(fc.constantFrom('rocket', 'drone_one_way')),
      munitions: fc.array(fc.record({ type: fc.constant('rocket' as const), launched: fc.record({ best: fc.nat() }) })),
      salvoId: text,
      effect: fc.constantFrom('none', 'minor'),
      casualties: fc.array(fc.record({ side: fc.constant('civilians'), reporter: text, note: text })),
      links: fc.array(fc.record({ type: fc.constant('claims'), incidentId: text, note: text })),
      drivers: fc.array(fc.constantFrom('gaza_war', 'other')),
      theatre: text,
      counter: fc.record({ counter: text, since: instant, total: fc.nat() }),
      note: text,
      extra: fc.dictionary(text, fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  .chain((given) => instant.map((occurredFrom) => inOrder({ occurredFrom, ...(given as Partial<Revision>) })));

/** The order in which readers of input write a revision's fields. */
const ORDER = [
  ...['schema', 'incidentId', 'dataset', 'recordId', 'revision', 'status', 'kind', 'occurredFrom', 'occurredTo'],
  ...['timePrecision', 'reportedAt', 'reportedPrecision', 'reportedAssumed', 'location', 'site', 'actors', 'claims'],
  ...['attributions', 'denials', 'tactics', 'munitions', 'salvoId', 'effect', 'casualties', 'signal', 'links'],
  ...['drivers', 'theatre', 'counter', 'provenance', 'note', 'extra'],
] as const;

function inOrder(given: Partial<Revision> & { readonly occurredFrom: number }): Revision {
  const whole = aRevision(given) as unknown as Record<string, unknown>;
  return Object.fromEntries(ORDER.flatMap((key) => (key in whole ? [[key, whole[key]]] : []))) as unknown as Revision;
}

const entry = fc
  .record({ recorded: instant, revision, imported: fc.boolean() })
  .map(({ imported, ...rest }): RevisionEntry => ({ type: 'revision', ...rest, ...(imported && { imported }) }));

/** The same line with the fields of its revision in some order. */
function shuffled(line: string, keys: readonly number[]): string {
  const { revision: given, ...rest } = JSON.parse(line) as RevisionEntry;
  const fields = Object.entries(given).map((field, i) => ({ field, key: keys[i % keys.length]! }));
  fields.sort((a, b) => a.key - b.key);
  return JSON.stringify({ ...rest, revision: Object.fromEntries(fields.map(({ field }) => field)) });
}

describe('a report read as far as somebody asks', () => {
  it('is the same as one read in full, field by field, in text and in hash, whatever the order of its fields', () => {
    fc.assert(
      fc.property(entry, fc.array(fc.nat({ max: 1 }), { minLength: 1 }), (given, keys) => {
        const line = shuffled(encodeEntry(given), keys);
        const [read, full] = [readEntry(line) as RevisionEntry, decodeEntry(line) as RevisionEntry];
        expect({ ...read, revision: 0 }).toEqual({ ...full, revision: 0 });
        for (const field of ORDER) expect(read.revision[field]).toEqual(full.revision[field]);
        expect(wholeOf(read.revision)).toEqual(full.revision);
        expect(encodeEntry(read)).toBe(line);
        expect(entryHash(read)).toBe(entryHash(full));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    { why: 'as we write it', line: (line: string) => line, written: true },
    { why: 'in another order', line: (line: string) => line.replace(/"schema":"incident\/1",/, ''), written: false },
    { why: 'with escapes in its id', line: (line: string) => line.replace('"r-1"', '"r\\u002d1"'), written: false },
    {
      why: 'with a time that is no whole number',
      line: (line: string) => line.replace(`${AT}`, '1.5'),
      written: false,
    },
    ...['location', 'site'].map((field) => ({
      why: `with its ${field} in another place`,
      line: (line: string) => line.replace('"links":[]', `"${field}":{},"links":[]`),
      written: false,
    })),
    ...['occurredTo', 'reportedAssumed'].map((field) => ({
      why: `with ${field} in another place`,
      line: (line: string) => line.replace('"claims":[]', `"${field}":1,"claims":[]`),
      written: false,
    })),
    { why: 'without a list', line: (line: string) => line.replace('"denials":[],', ''), written: false },
    { why: 'with more after it', line: (line: string) => line.replace(/\}$/, ',"more":1}'), written: false },
  ])('keeps to its line $why: $written', ({ line, written }) => {
    const read = readEntry(
      line(encodeEntry({ type: 'revision', recorded: AT, revision: inOrder({ occurredFrom: AT }) })),
    );
    expect((read as RevisionEntry).revision instanceof WrittenRevision).toBe(written);
  });

  it('keeps to what readers of input write, with all there is to say', () => {
    const said = {
      ...{ dataset: 'd', recordId: 'r', kind: 'attack', occurredFrom: '2024-01-28', occurredTo: '2024-01-29' },
      ...{
        timePrecision: 'day',
        location: { country: 'JO', place: 'Tower 22', lat: 33.3 },
        site: { name: 'Tower 22' },
      },
      actors: [{ name: 'US forces', role: 'target' }],
      claims: [{ actorId: 'actor:a', at: '2024-01-28' }],
      attributions: [{ actorId: 'actor:a', by: 'us_dod', at: '2024-01-28', status: 'stated' }],
      denials: [{ by: 'actor:b', at: '2024-01-28' }],
      tactics: ['rocket'],
      munitions: [{ type: 'rocket', launched: { best: 1 } }],
      ...{
        salvoId: 's',
        effect: 'major',
        drivers: ['other'],
        theatre: 't',
        note: 'so "said"',
        source: 'unknown field',
      },
      casualties: [{ side: 'target_forces', reporter: 'us_dod', killed: { best: 3 } }],
      links: [{ type: 'retaliates_for', recordId: 'q', confidence: 'asserted' }],
    };
    const { items } = readRevisions(JSON.stringify(said), {}, { now: AT + 30 * DAY, mode: 'live' });
    const [item] = items;
    if (item?.type !== 'revision') throw new Error(JSON.stringify(item));
    const read = readEntry(encodeEntry({ type: 'revision', recorded: AT, revision: item.revision })) as RevisionEntry;
    expect(read.revision).toBeInstanceOf(WrittenRevision);
    expect(wholeOf(read.revision)).toEqual(item.revision);
  });

  it('tells apart reports that could have different facets', () => {
    const wording = (given: Partial<Revision>) => {
      const line = encodeEntry({ type: 'revision', recorded: AT, revision: inOrder({ occurredFrom: AT, ...given }) });
      return ((readEntry(line) as RevisionEntry).revision as WrittenRevision).wording;
    };
    const all = [
      {},
      { kind: 'strike' as const },
      { dataset: 'other' },
      { drivers: ['other' as const] },
      { tactics: ['rocket' as const] },
      { location: { country: 'IQ' } },
    ].map(wording);
    expect(new Set(all).size).toBe(all.length);
    expect(wording({ reportedAt: 1, note: 'n' })).toBe(all[0]);
  });
});
