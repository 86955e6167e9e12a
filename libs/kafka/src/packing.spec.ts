import type { NewRecord } from '@barometer/store';
import fc from 'fast-check';
import type { RawRecord } from './client.js';
import { packSingly, packTogether, STRIDE, unpack, type Packed } from './packing.js';

/** What a broker would hand back, from an offset on. */
const asRead = (packs: readonly Packed[], first: number): RawRecord[] =>
  packs.map(({ message }, index) => ({
    offset: String(first + index),
    timestamp: '0',
    key: message.key === undefined || message.key === null ? null : Buffer.from(message.key),
    value: Buffer.from(message.value as string),
    headers: Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [name, Buffer.from(String(value))]),
    ),
  }));

const record: fc.Arbitrary<NewRecord> = fc.oneof(
  { weight: 5, arbitrary: fc.json().map((value) => ({ value })) },
  fc.record({ key: fc.string(), value: fc.string({ unit: 'binary-ascii' }) }),
  fc.constantFrom({ value: '' }, { value: 'a\nb' }, { value: '\n' }),
);

describe('packing', () => {
  it.each([
    ['together', packTogether, STRIDE],
    ['singly', packSingly, 1],
  ] as const)('%s gives back the same records, in order, at growing places', (_, pack, stride) => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), fc.nat(1_000), (records, first) => {
        const read = asRead(pack(records), first).flatMap((raw) => unpack(raw, stride));
        expect(read.map(({ offset: _offset, ...rest }) => rest)).toEqual(records.map((each) => ({ ...each })));
        const places = read.map(({ offset }) => offset);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        if (places.length > 0) expect(places[0]).toBe(first * stride);
      }),
    );
  });

  it.each([
    [1, [1], 'one entry is a plain record'],
    [1_000, [1_000], 'as many as fit the distance between two records'],
    [1_001, [1_000, 1], 'never more: places would run into the next record'],
  ])('of %i entries makes records of %j: %s', (count, counts) => {
    const records = Array.from({ length: count }, () => ({ value: '{}' }));
    expect(packTogether(records).map((pack) => pack.count)).toEqual(counts);
  });

  it('bounds a record by its size, and keeps an entry with a key or a line break alone', () => {
    const long = { value: 'x'.repeat(300_000) };
    expect(packTogether([long, long, long]).map(({ count }) => count)).toEqual([1, 1, 1]);
    const mixed = [{ value: '1' }, { value: '2' }, { key: 'k', value: '3' }, { value: '4\n' }, { value: '5' }];
    expect(packTogether(mixed).map(({ count }) => count)).toEqual([2, 1, 1, 1]);
  });
});
