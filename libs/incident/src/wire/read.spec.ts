import { HISTORY, LEAST, LIVE, at, read } from '../testing/reading.js';
import { readRevisions } from './read.js';

describe('several documents', () => {
  const line = JSON.stringify(LEAST);

  it('a list keeps its places', () => {
    const { items } = read([LEAST, 5, { heartbeat: 'region' }]);
    expect(items.map(({ type, place }) => [type, place])).toEqual([
      ['revision', 1],
      ['reject', 2],
      ['heartbeat', 3],
    ]);
    expect(items[1]).toMatchObject({ original: { text: '5' } });
  });

  it('lines keep their numbers, blank ones counted and the broken ones kept', () => {
    const { items } = readRevisions(`${line}\r\n\n{"broken\n${line}\n`, {}, { ...HISTORY, linePlace: 10 });
    expect(items.map(({ type, place }) => [type, place])).toEqual([
      ['revision', 10],
      ['reject', 12],
      ['revision', 13],
    ]);
    expect(items[1]).toMatchObject({ reason: 'broken_json', original: { text: '{"broken' } });
  });

  it('one document may stand on several lines', () =>
    expect(readRevisions(JSON.stringify(LEAST, null, 2), {}, LIVE).revisions).toHaveLength(1));

  it('what is called NDJSON is read as lines', () =>
    expect(
      readRevisions('{"a\n{"b', { 'Content-Type': 'application/x-ndjson' }, LIVE).rejects.map(({ place }) => place),
    ).toEqual([1, 2]));

  it('an empty list holds nothing', () => expect(read([]).items).toEqual([]));

  it('a byte order mark is no text', () =>
    expect(readRevisions(new TextEncoder().encode(`\ufeff${line}`), {}, LIVE).revisions).toHaveLength(1));
});

describe('heartbeats', () => {
  it('speak for the time up to theirs', () =>
    expect(read({ heartbeat: 'region', at: '2024-01-29T12:00:00Z' }).items).toEqual([
      { type: 'heartbeat', place: 1, feed: 'region', at: at('2024-01-29T12:00:00Z') },
    ]));

  it('are of now when live, and need a time in history', () => {
    expect(read({ heartbeat: 'region' }).heartbeats[0]!.at).toBe(LIVE.now);
    expect(read({ heartbeat: 'region' }, HISTORY).rejects).toMatchObject([{ reason: 'missing_field', path: 'at' }]);
  });

  it.each([{ heartbeat: '' }, { heartbeat: 5 }, { heartbeat: 'region', at: '2025-01-01' }])('refuses %j', (document) =>
    expect(read(document).rejects).toHaveLength(1),
  );
});
