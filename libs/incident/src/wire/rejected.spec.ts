import { LEAST, LIVE, read } from '../testing/reading.js';
import { readRevisions } from './read.js';

describe('what is not accepted', () => {
  const casualty = (given: object) => ({ casualties: [{ reporter: 'x', ...given }] });

  it.each([
    { why: 'no kind', given: { kind: undefined }, reason: 'missing_field', path: 'kind' },
    { why: 'no dataset', given: { dataset: undefined }, reason: 'missing_field', path: 'dataset' },
    {
      why: 'a misspelt kind, with a suggestion',
      given: { kind: 'atack' },
      reason: 'unknown_kind',
      path: 'kind',
      says: 'did you mean attack?',
    },
    {
      why: 'a kind in capitals, with a suggestion',
      given: { kind: 'Retaliatory Strike' },
      reason: 'unknown_kind',
      path: 'kind',
      says: 'retaliatory_strike',
    },
    { why: 'a kind of no kind', given: { kind: 'picnic in the park' }, reason: 'unknown_kind', path: 'kind' },
    { why: 'a kind that is a number', given: { kind: 7 }, reason: 'unknown_kind', path: 'kind' },
    {
      why: 'an unknown side',
      given: casualty({ side: 'them' }),
      reason: 'unknown_value',
      path: 'casualties[0].side',
      says: 'target_forces',
    },
    {
      why: 'the future',
      given: { occurredFrom: '2024-02-01T09:05:01Z' },
      reason: 'time_in_future',
      path: 'occurredFrom',
    },
    {
      why: 'a date in the future',
      given: { occurredFrom: '2024-02-02' },
      reason: 'time_in_future',
      path: 'occurredFrom',
    },
    {
      why: 'a report from the future',
      given: { reportedAt: '2025-01-01' },
      reason: 'time_in_future',
      path: 'reportedAt',
    },
    {
      why: 'casualties from the future',
      given: casualty({ reportedAt: '2025-01-01' }),
      reason: 'time_in_future',
      path: 'casualties[0].reportedAt',
    },
    {
      why: 'microseconds',
      given: { occurredFrom: 1_706_400_000_000_000 },
      reason: 'time_in_future',
      path: 'occurredFrom',
    },
    { why: 'before 1900', given: { occurredFrom: '1899-12-31' }, reason: 'time_before_1900', path: 'occurredFrom' },
    {
      why: 'seconds',
      given: { occurredFrom: 1_706_400_000 },
      reason: 'seconds_for_milliseconds',
      path: 'occurredFrom',
    },
    {
      why: 'a time without a zone',
      given: { occurredFrom: '2024-01-28T05:30:00' },
      reason: 'bad_time',
      path: 'occurredFrom',
      says: 'with its zone',
    },
    { why: 'a day that never was', given: { occurredFrom: '2023-02-29' }, reason: 'bad_time', path: 'occurredFrom' },
    {
      why: 'half a millisecond',
      given: { occurredFrom: 1_706_400_000_000.5 },
      reason: 'bad_time',
      path: 'occurredFrom',
    },
    {
      why: 'an end before the beginning',
      given: { occurredTo: '2024-01-27' },
      reason: 'bad_range',
      path: 'occurredTo',
    },
    { why: 'a negative count', given: { killed: -1 }, reason: 'bad_number', path: 'killed' },
    {
      why: 'half a person',
      given: casualty({ killed: { best: 1.5 } }),
      reason: 'bad_number',
      path: 'casualties[0].killed.best',
    },
    { why: 'too many people', given: { killed: 1e9 }, reason: 'bad_number', path: 'killed' },
    {
      why: 'a count in words',
      given: { killed: 'three' },
      reason: 'wrong_type',
      path: 'killed',
      says: '"three" is not',
    },
    { why: 'a range upside down', given: { killed: { low: 5, high: 3 } }, reason: 'bad_range', path: 'killed' },
    { why: 'a negative revision', given: { revision: -1 }, reason: 'bad_number', path: 'revision' },
    { why: 'a latitude off the earth', given: { lat: 91 }, reason: 'bad_number', path: 'lat' },
    { why: 'a country by name', given: { country: 'Jordan' }, reason: 'bad_text', path: 'country', says: 'ISO 3166-1' },
    {
      why: 'a script for an address',
      given: { url: 'javascript:alert(1)' },
      reason: 'bad_text',
      path: 'url',
      says: 'http',
    },
    { why: 'an empty id', given: { recordId: ' ' }, reason: 'bad_text', path: 'recordId' },
    { why: 'an id of two lines', given: { recordId: 'a\nb' }, reason: 'bad_text', path: 'recordId' },
    { why: 'a long name', given: { place: 'x'.repeat(301) }, reason: 'too_long', path: 'place' },
    { why: 'a long list', given: { tactics: Array(201).fill('rocket') }, reason: 'too_long', path: 'tactics' },
    { why: 'a bell in a note', given: { note: 'a\u0007b' }, reason: 'control_characters', path: 'note' },
    {
      why: 'an escape in a field unknown to us',
      given: { their: ['\u001b[2J'] },
      reason: 'control_characters',
      path: 'their[0]',
    },
    { why: 'text turned around', given: { place: '\u202eesaB' }, reason: 'control_characters', path: 'place' },
    { why: 'half a surrogate', given: { place: '\ud83d' }, reason: 'control_characters', path: 'place' },
    { why: 'a control character in a key', given: { 'a\u0000b': 1 }, reason: 'control_characters', path: 'a\\u0000b' },
    { why: 'a long key', given: { ['k'.repeat(301)]: 1 }, reason: 'too_long', path: `${'k'.repeat(60)}…` },
    { why: 'a constructor', given: { a: { constructor: 1 } }, reason: 'forbidden_key', path: 'a.constructor' },
    {
      why: 'too deep',
      given: { deep: JSON.parse('['.repeat(20) + ']'.repeat(20)) },
      reason: 'too_deep',
      path: 'deep[0][0]',
    },
    { why: 'too many keys', given: { many: Array(6_000).fill(1) }, reason: 'too_many_keys', path: '' },
    {
      why: 'an actor without a name',
      given: { actors: [{ role: 'target' }] },
      reason: 'missing_field',
      path: 'actors[0].actorId',
    },
    {
      why: 'a count statement without its count',
      given: { kind: 'count_statement' },
      reason: 'missing_field',
      path: 'counter',
    },
    {
      why: 'a count before its start',
      given: { counter: { counter: 'p', since: '2024-01-30', total: 1 } },
      reason: 'bad_range',
      path: 'counter.asOf',
    },
    { why: 'a list for an object', given: { location: [] }, reason: 'wrong_type', path: 'location' },
    { why: 'another schema', given: { schema: 'incident/2' }, reason: 'unknown_value', path: 'schema' },
  ])('$why', ({ given, reason, path, says = '' }) => {
    const [reject] = read({ ...LEAST, ...given }).rejects;
    expect(reject).toMatchObject({ reason, path, place: 1 });
    expect(reject!.message).toContain(says);
  });

  it('a prototype that would be poisoned', () => {
    const { rejects } = readRevisions('{"__proto__":{"polluted":1}}', {}, LIVE);
    expect(rejects[0]).toMatchObject({ reason: 'forbidden_key', path: '__proto__' });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    { why: 'nothing', body: '', reason: 'empty' },
    { why: 'blanks', body: ' \n ', reason: 'empty' },
    { why: 'half a document', body: '{"kind":', reason: 'broken_json' },
    { why: 'a NaN', body: '{"killed": NaN}', reason: 'broken_json' },
    { why: 'a number', body: '7', reason: 'not_an_object' },
    { why: 'null', body: 'null', reason: 'not_an_object' },
    { why: 'bytes that are no text', body: new Uint8Array([0x7b, 0xff, 0x7d]), reason: 'not_utf8' },
    { why: '10 MB', body: new Uint8Array(10_000_000).fill(0x20), reason: 'too_large' },
    { why: 'brackets without end', body: '['.repeat(500_000), reason: 'broken_json' },
    { why: 'brackets in brackets', body: '['.repeat(500_000) + ']'.repeat(500_000), reason: 'too_deep' },
  ])('$why', ({ body, reason }) => expect(readRevisions(body, {}, LIVE).rejects).toMatchObject([{ reason }]));

  it('an infinity that JSON can write', () =>
    expect(
      readRevisions(
        '{"dataset":"d","recordId":"r","kind":"attack","occurredFrom":"2024-01-28","killed":1e999}',
        {},
        LIVE,
      ).rejects,
    ).toMatchObject([{ reason: 'bad_number', path: 'killed' }]));

  it('keeps the original: whole up to 256 KiB, of more the start, its length and hash', () => {
    const small = readRevisions('{"kind":', {}, LIVE).rejects[0]!.original;
    expect(small).toEqual({ encoding: 'utf8', text: '{"kind":', length: 8 });
    const large = readRevisions(`x${'ü'.repeat(150_000)}`, {}, LIVE).rejects[0]!.original;
    expect(large).toMatchObject({ encoding: 'utf8', length: 300_001, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(large.text === `x${'ü'.repeat(32_767)}`).toBe(true);
    expect(readRevisions(new Uint8Array([0xff]), {}, LIVE).rejects[0]!.original).toEqual({
      encoding: 'hex',
      text: 'ff',
      length: 1,
    });
  });
});
