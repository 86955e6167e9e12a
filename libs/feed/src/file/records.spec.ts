import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { readRecords, type FileRecord } from './records.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (record: FileRecord) => new TextDecoder().decode(record.body).trim();

async function* cut(whole: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function records(input: string, size = 1 << 16, limits?: { maxRecord: number; keep: number }) {
  const found: FileRecord[] = [];
  for await (const record of readRecords(cut(bytes(input), size), limits)) found.push(record);
  return found;
}

const CASES: readonly { why: string; input: string; lines: [line: number, text: string][] }[] = [
  { why: 'nothing', input: '', lines: [] },
  { why: 'only blanks', input: ' \n\n\t', lines: [] },
  {
    why: 'NDJSON',
    input: '{"a":1}\n{"a":2}\n',
    lines: [
      [1, '{"a":1}'],
      [2, '{"a":2}'],
    ],
  },
  {
    why: 'no newline at the end',
    input: '{"a":1}\n{"a":2}',
    lines: [
      [1, '{"a":1}'],
      [2, '{"a":2}'],
    ],
  },
  {
    why: 'blank lines and CRLF',
    input: '\r\n{"a":1}\r\n\r\n{"a":2}\r\n',
    lines: [
      [2, '{"a":1}'],
      [4, '{"a":2}'],
    ],
  },
  {
    why: 'a broken line stays one record',
    input: '{"a":\n{"a":2}\n',
    lines: [
      [1, '{"a":'],
      [2, '{"a":2}'],
    ],
  },
  { why: 'a byte order mark', input: '\ufeff{"a":1}', lines: [[1, '{"a":1}']] },
  {
    why: 'an array',
    input: '[{"a":1},{"a":[2,{"b":"]"}]}]',
    lines: [
      [1, '{"a":1}'],
      [1, '{"a":[2,{"b":"]"}]}'],
    ],
  },
  {
    why: 'an array over lines',
    input: '\n[\n {"a":\n1}\n,\n{"a":2}\n]\n',
    lines: [
      [3, '{"a":\n1}'],
      [6, '{"a":2}'],
    ],
  },
  {
    why: 'brackets and quotes inside text',
    input: '["a\\"],{", {"b":"\\\\"}]',
    lines: [
      [1, '"a\\"],{"'],
      [1, '{"b":"\\\\"}'],
    ],
  },
  {
    why: 'plain values',
    input: '[1, null ,true]',
    lines: [
      [1, '1'],
      [1, 'null'],
      [1, 'true'],
    ],
  },
  { why: 'an empty array', input: '[ ]', lines: [] },
  {
    why: 'an array that stops short',
    input: '[{"a":1},{"a":',
    lines: [
      [1, '{"a":1}'],
      [1, '{"a":'],
    ],
  },
  {
    why: 'text after the array',
    input: '[1]\n{"x":1} y',
    lines: [
      [1, '1'],
      [2, '{"x":1} y'],
    ],
  },
];

describe('readRecords', () => {
  it.each(CASES)('$why', async ({ input, lines }) => {
    for (const size of [1, 2, 3, 7, 1 << 16]) {
      expect((await records(input, size)).map((record) => [record.line, text(record)])).toEqual(lines);
    }
  });

  it('places records by their line, in an array by their number', async () => {
    expect((await records('1\n\n2\n3')).map((record) => record.place)).toEqual([1, 3, 4]);
    expect((await records('[1,\n\n2,3]')).map((record) => record.place)).toEqual([1, 2, 3]);
  });

  it.each(['{"a":1}\nLONG\n{"a":2}', '[{"a":1},LONG,{"a":2}]'])(
    'cuts an overlong record and goes on: %s',
    async (shape) => {
      const long = JSON.stringify({ note: 'é'.repeat(5000) });
      const input = shape.replace('LONG', long);
      for (const size of [1, 100, 1 << 16]) {
        const [before, cutOff, after] = await records(input, size, { maxRecord: 100, keep: 10 });
        expect([text(before!), text(after!)]).toEqual(['{"a":1}', '{"a":2}']);
        expect(cutOff!.overlong).toEqual({
          length: bytes(long).length,
          sha256: createHash('sha256').update(long).digest('hex'),
        });
        expect(cutOff!.body).toHaveLength(10);
      }
    },
  );

  it('reads any list of values the same from lines, from an array and from a printed array, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 40 }), async (values, size) => {
        const lines = values.map((value) => JSON.stringify(value)).join('\n');
        const inputs = [JSON.stringify(values), JSON.stringify(values, null, 2)];
        // A first line that is itself a list makes the file an array.
        if (!lines.startsWith('[')) inputs.push(lines);
        for (const input of inputs) {
          expect((await records(input, size)).map((record) => JSON.parse(text(record)))).toEqual(
            values.map((value) => JSON.parse(JSON.stringify(value))),
          );
        }
      }),
    );
  });
});
