import { parseInstant } from '@barometer/time';
import fc from 'fast-check';
import type { Item } from './item.js';
import { LIMITS } from './limits.js';
import { readRevisions } from './read.js';
import { readStream } from './stream.js';

const options = { now: parseInstant('2024-02-01T09:00:00Z').at, mode: 'history' as const };

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function readAll(text: string, size: number): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of readStream(chunksOf(new TextEncoder().encode(text), size), options)) items.push(...batch);
  return items;
}

function report(index: number): object {
  return {
    dataset: 'desk',
    recordId: `r-${index}`,
    kind: 'attack',
    occurredFrom: '2024-01-28',
    note: `"]},[{\\ ünd ${'x'.repeat(400)}`,
  };
}

describe('readStream', () => {
  const documents = Array.from({ length: 2_600 }, (_, index) => (index % 700 === 3 ? { kind: index } : report(index)));
  const lines = documents.map((document) => `${JSON.stringify(document)}\n`).join('');

  it.each([
    { form: 'NDJSON', text: lines },
    { form: 'a list', text: JSON.stringify(documents) },
    { form: 'a list in pretty print', text: JSON.stringify(documents, null, 1) },
  ])('reads $form larger than a body may be', async ({ text }) => {
    expect(text.length).toBeGreaterThan(LIMITS.body);
    const items = await readAll(text, 65_536);
    expect(items.map(({ place }) => place)).toEqual(documents.map((_, index) => index + 1));
    expect(items.filter(({ type }) => type === 'reject').map(({ place }) => place)).toEqual([4, 704, 1404, 2104]);
  });

  it('does not depend on where the chunks are cut', async () => {
    const one = await readAll(lines, 1_000_003);
    expect(await readAll(lines, 777)).toEqual(one);
  });

  it('reads a small file like a body', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.json(), { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (texts, size) => {
        const text = texts.join('\n');
        const expected = text === '' ? [] : readRevisions(text, {}, options).items;
        expect(await readAll(text, size)).toEqual(expected);
      }),
    ));

  it('rejects a line over the limit and goes on', async () => {
    const long = JSON.stringify({ ...report(2), note: 'x'.repeat(3 * LIMITS.body) });
    const items = await readAll(`${JSON.stringify(report(1))}\n${long}\n${JSON.stringify(report(3))}\n`, 65_536);
    expect(items.map(({ type, place }) => [type, place])).toEqual([
      ['revision', 1],
      ['reject', 2],
      ['revision', 3],
    ]);
    expect(items[1]).toMatchObject({
      reason: 'too_large',
      original: { length: long.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('rejects a line that is not UTF-8 and goes on', async () => {
    const bytes = new TextEncoder().encode(lines);
    bytes[20] = 0xff;
    const items: Item[] = [];
    for await (const batch of readStream(chunksOf(bytes, 65_536), options)) items.push(...batch);
    expect(items[0]).toMatchObject({ type: 'reject', reason: 'not_utf8', place: 1 });
    expect(items[1]).toMatchObject({ type: 'revision', place: 2 });
  });

  it('a file that breaks off keeps what it had', async () => {
    const items = await readAll(lines.slice(0, -20), 65_536);
    expect(items.at(-1)).toMatchObject({ type: 'reject', reason: 'broken_json', place: 2_600 });
    expect(items).toHaveLength(2_600);
  });

  it('has nothing to say of nothing', async () => expect(await readAll('', 10)).toEqual([]));
});
