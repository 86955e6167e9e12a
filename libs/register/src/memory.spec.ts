import { aRevision } from '@barometer/incident/testing';
import { lineOf } from '@barometer/journal';
import fc from 'fast-check';
import { readRecords, writeRecords, type RememberedRecord } from './memory.js';

const line = (note: string) => lineOf(aRevision({ occurredFrom: 0, note }));
/** Texts that look like what stands between records. */
const tricky = fc.oneof(fc.string(), fc.constantFrom(',\n', '\n]', '{"older":', '[\n', '\u2028,\r\n'));
const record: fc.Arbitrary<RememberedRecord> = fc.record(
  {
    line: tricky.map(line),
    earliest: fc.tuple(fc.integer(), fc.nat()),
    superseded: tricky,
  },
  { requiredKeys: ['line'] },
);

describe('records as text', () => {
  it('are read back as they were written, whatever reports say', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), (records) => {
        const text = writeRecords(records);
        expect(readRecords(text)).toEqual(records);
        expect(Array.isArray(JSON.parse(text))).toBe(true);
      }),
    );
  });
});
