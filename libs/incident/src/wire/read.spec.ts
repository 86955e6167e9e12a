import { readRevisions } from './read.js';
it('smoke', () => {
  const now = Date.parse('2024-02-01T00:00:00Z');
  const read = (x: unknown) => readRevisions(JSON.stringify(x), {}, { now, mode: 'live' });
  const ok = { dataset: 'd', recordId: 'r', kind: 'attack', occurredFrom: '2024-01-28' };
  for (const x of [
    {
      ...ok,
      killed: 3,
      perpetrator: 'actor:a',
      target: ['b'],
      tactic: 'rocket',
      launched: 2,
      foo: { a: null },
      location: { country: 'JO', bar: 1, lat: -0.04 },
      munitions: null,
    },
    { ...ok, kind: 'atack' },
    { ...ok, killed: -1 },
    { ...ok, killed: '1' },
    { ...ok, killed: { low: 1.5 } },
    { ...ok, killed: { low: 'x' } },
    { ...ok, occurredFrom: 1706400000 },
    { ...ok, occurredFrom: '2025-01-01' },
    { ...ok, occurredFrom: '1890-01-01' },
    { ...ok, country: 'Jordan' },
    { ...ok, note: 'a\u0007b' },
    { ...ok, place: 'x'.repeat(301) },
    { dataset: 'd' },
    { ...ok, casualties: [{ reporter: 'x', side: 'nope' }] },
    { ...ok, perpetrator: [1] },
    { ...ok, occurredFrom: true },
    { ...ok, url: 'javascript:alert(1)' },
    5,
    'x',
    { ...ok, tactics: {} },
    {
      specversion: '1.0',
      id: '1',
      source: 's',
      type: 't',
      subject: 'rr',
      time: '2024-01-28T05:30:00Z',
      data: { kind: 'attack' },
    },
    { specversion: '0.3' },
    { heartbeat: 'region', at: '2024-01-01' },
    { heartbeat: '' },
    { ...ok, killed: { low: 5, best: 3 } },
    { ...ok, counter: { counter: 'p', since: '2023-10-17', total: 5, byCountry: { iq: 1 } } },
  ]) {
    const {
      items: [item],
    } = read(x);
    console.log(item!.type === 'reject' ? `${item!.reason} | ${item!.path} | ${item!.message}` : JSON.stringify(item));
  }
  console.log(
    read(JSON.parse('{"a":{"__proto__":1}}')).rejects,
    readRevisions('['.repeat(500000), {}, { now, mode: 'live' }).rejects.map((r) => r.message),
    readRevisions('['.repeat(400000) + ']'.repeat(400000), {}, { now, mode: 'live' }).rejects.map((r) => [
      r.reason,
      r.message,
    ]),
  );
});
