import type { Item } from '@barometer/incident';
import type { Instant } from '@barometer/time';

/** Hands bytes to a feed and answers what it makes of them. */
export type Receive = (bytes: Uint8Array, now: Instant) => Promise<readonly Item[]>;

const NOW: Instant = Date.UTC(2024, 0, 31);
const incident = (recordId: string, fields: object = {}) =>
  JSON.stringify({ dataset: 'test', recordId, kind: 'attack', occurredFrom: '2024-01-28', ...fields });

const BAD: readonly { why: string; record: string; reason: string }[] = [
  { why: 'broken JSON', record: '{"dataset": ', reason: 'broken_json' },
  { why: 'no object', record: '17', reason: 'not_an_object' },
  { why: 'an unknown kind', record: incident('b', { kind: 'atack' }), reason: 'unknown_kind' },
  { why: 'a time in the future', record: incident('b', { occurredFrom: '2031-01-01' }), reason: 'time_in_future' },
  { why: 'a time before 1900', record: incident('b', { occurredFrom: '1815-06-18' }), reason: 'time_before_1900' },
  { why: 'seconds', record: incident('b', { occurredFrom: 1706400000 }), reason: 'seconds_for_milliseconds' },
  { why: 'a __proto__ key', record: incident('b').replace('{', '{"__proto__":{"x":1},'), reason: 'forbidden_key' },
  { why: 'control characters', record: incident('b', { note: 'a\u0000b' }), reason: 'control_characters' },
];

/** What every feed keeps: each record comes out once, as a report or as a reject with its reason, and nothing is thrown. */
export function feedContract(name: string, receive: Receive): void {
  const lines = (...records: string[]) => receive(new TextEncoder().encode(records.join('\n')), NOW);

  describe(`${name} is a feed`, () => {
    it('reads reports and heartbeats in order', async () => {
      const items = await lines(incident('a'), '{"heartbeat":"region","at":"2024-01-30"}', incident('c'));
      expect(items.map((item) => item.type)).toEqual(['revision', 'heartbeat', 'revision']);
    });

    it.each(BAD)('rejects $why and takes the reports around it', async ({ record, reason }) => {
      const items = await lines(incident('a'), record, incident('c'));
      expect(items.map((item) => item.type)).toEqual(['revision', 'reject', 'revision']);
      expect(items[1]).toMatchObject({ reason, place: 2, original: { encoding: 'utf8', text: record } });
    });

    it('takes HTML and unknown fields as data', async () => {
      const note = '<script>alert(1)</script>';
      const [item] = await lines(incident('a', { note, colour: 'red' }));
      expect(item).toMatchObject({ type: 'revision', revision: { note, extra: { colour: 'red' } } });
    });
  });
}
