import { feedContract } from '../testing/feed-contract.js';
import { readIncidentFile, type FileItem, type Progress, type ReadFileOptions } from './receive.js';

async function* chunksOf(bytes: Uint8Array, size = 1000): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, options: Partial<ReadFileOptions> = {}): Promise<FileItem[]> {
  const found: FileItem[] = [];
  const chunks = chunksOf(new TextEncoder().encode(text));
  for await (const item of readIncidentFile(chunks, { now: Date.UTC(2024, 0, 31), mode: 'history', ...options })) {
    found.push(item);
  }
  return found;
}

const incident = (recordId: string, fields: object = {}) => ({
  dataset: 'test',
  recordId,
  kind: 'attack',
  occurredFrom: '2024-01-28',
  reportedAt: '2024-01-29',
  ...fields,
});

feedContract('a file', async (bytes, now) => {
  const items = [];
  for await (const { item } of readIncidentFile(chunksOf(bytes), { now, mode: 'live' })) items.push(item);
  return items;
});

describe('readIncidentFile', () => {
  it('reads the same from NDJSON and from an array', async () => {
    const list = [incident('a'), incident('b'), { heartbeat: 'region', at: '2024-01-30' }];
    const lines = await read(list.map((each) => JSON.stringify(each)).join('\n'));
    const array = await read(JSON.stringify(list));
    expect(array.map(({ item }) => item)).toEqual(lines.map(({ item }) => item));
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it('dates a report without an hour by its place in the file', async () => {
    const [, second] = await read([incident('a'), incident('b')].map((each) => JSON.stringify(each)).join('\n'));
    expect(second!.item).toMatchObject({ revision: { reportedAt: Date.UTC(2024, 0, 29, 12, 0, 2) } });
  });

  it('rejects an overlong record with its start, length and digest', async () => {
    const long = JSON.stringify(incident('b', { note: 'é'.repeat(200_000) }));
    const items = await read([JSON.stringify(incident('a')), long, JSON.stringify(incident('c'))].join('\n'), {
      maxRecord: 10_000,
    });
    expect(items.map(({ item }) => item.type)).toEqual(['revision', 'reject', 'revision']);
    expect(items[1]!.item).toMatchObject({
      reason: 'too_large',
      place: 2,
      original: { encoding: 'utf8', length: Buffer.byteLength(long), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('tells how far it has come', async () => {
    const seen: Progress[] = [];
    const text = Array.from({ length: 100 }, (_, index) => JSON.stringify(incident(`r${index}`))).join('\n');
    await read(text, { onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ bytes: 0, records: 0 });
    expect(seen.at(-1)).toEqual({ bytes: text.length, records: 100 });
  });
});

describe('a broken part', () => {
  const good = JSON.stringify(incident('a'));
  it.each([
    ['the first line', `{"broken\n${good}\n${good}`],
    ['an element', `[{"broken": x},${good},\n${good}]`],
    ['an element that is a list', `[[${good}],${good},${good}]`],
  ])('of a file, %s, costs nothing else', async (_, text) => {
    expect((await read(text)).map(({ item }) => item.type)).toEqual(['reject', 'revision', 'revision']);
  });
});
