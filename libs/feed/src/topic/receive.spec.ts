import { createHash } from 'node:crypto';
import type { InboxRecord } from '@barometer/store';
import { feedContract } from '../testing/feed-contract.js';
import { receiveRecord } from './receive.js';

const NOW = Date.UTC(2024, 0, 31);
const PLACE = 'incidents[3]@812';
const utf8 = (text: string) => new TextEncoder().encode(text);
const record = (body: Uint8Array, headers: InboxRecord['headers'] = {}): InboxRecord => ({
  body,
  headers,
  place: PLACE,
});
const sent = (value: unknown, headers: InboxRecord['headers'] = {}) => record(utf8(JSON.stringify(value)), headers);
const read = (input: InboxRecord) => receiveRecord(input, { now: NOW, mode: 'live' });

const incident = { dataset: 'test', recordId: 'a', kind: 'attack', occurredFrom: '2024-01-28' };
const event = { specversion: '1.0', id: '1', source: 'test', type: 'incident', subject: 'a', data: incident };
const binary = { ce_specversion: '1.0', ce_id: '1', ce_source: 'wire', ce_type: 'incident', ce_subject: 'w-1' };

feedContract('a topic', async (bytes, now) => receiveRecord(record(bytes), { now, mode: 'live' }).items);

describe('receiveRecord', () => {
  it.each([
    { why: 'plain JSON without a header', input: sent(incident), count: 1 },
    { why: 'plain JSON', input: sent(incident, { 'content-type': 'application/json' }), count: 1 },
    {
      why: 'a structured CloudEvent',
      input: sent(event, { 'content-type': 'application/cloudevents+json' }),
      count: 1,
    },
    { why: 'a structured CloudEvent without a header', input: sent(event), count: 1 },
    { why: 'an array', input: sent([incident, { ...incident, recordId: 'b' }]), count: 2 },
    {
      why: 'one a line',
      input: record(utf8(`${JSON.stringify(incident)}\n${JSON.stringify({ ...incident, recordId: 'b' })}\n`)),
      count: 2,
    },
  ])('reads $why', ({ input, count }) => {
    const { items, source, single } = read(input);
    expect(items.map(({ type }) => type)).toEqual(Array.from({ length: count }, () => 'revision'));
    expect({ source, single }).toEqual({ source: PLACE, single: count === 1 ? true : undefined });
  });

  it.each([
    { why: 'as Kafka names them', headers: binary },
    {
      why: 'as HTTP names them',
      headers: Object.fromEntries(Object.entries(binary).map(([k, v]) => [k.replace('_', '-'), v])),
    },
    { why: 'in capitals', headers: Object.fromEntries(Object.entries(binary).map(([k, v]) => [k.toUpperCase(), v])) },
    {
      why: 'beside the producer’s own',
      headers: { traceparent: '00-1', ...binary, 'content-type': 'application/json' },
    },
  ])('reads a binary CloudEvent, its headers $why', ({ headers }) => {
    const [item] = read(sent({ kind: 'attack', occurredFrom: '2024-01-28' }, headers)).items;
    expect(item).toMatchObject({ type: 'revision', revision: { dataset: 'wire', recordId: 'w-1' } });
  });

  it.each([
    { why: 'a tombstone', input: record(new Uint8Array()), reason: 'empty', text: '' },
    { why: 'a binary CloudEvent without data', input: record(new Uint8Array(), binary), reason: 'empty', text: '' },
    { why: 'bytes that are no text', input: record(Uint8Array.of(0xff, 0x00)), reason: 'not_utf8', text: 'ff00' },
    { why: 'Avro', input: record(utf8('\u0000\u0000\u0000\u0001{'), {}), reason: 'broken_json', text: '\0\0\0\u0001{' },
    {
      why: 'another structured format',
      input: sent(event, { 'content-type': 'application/cloudevents+avro' }),
      reason: 'bad_envelope',
      text: JSON.stringify(event),
    },
    {
      why: 'an envelope without an id',
      input: sent(incident, { ...binary, ce_id: '' }),
      reason: 'bad_envelope',
      text: JSON.stringify(incident),
    },
    {
      why: 'what could not be decoded',
      input: record(Uint8Array.of(0xff, 0x00), { 'barometer-unreadable': 'unknown codec 7' }),
      reason: 'unreadable',
      text: 'ff00',
    },
    {
      why: 'a header that could poison an object',
      input: sent(incident, JSON.parse('{"__proto__":"x"}') as InboxRecord['headers']),
      reason: 'forbidden_key',
      text: JSON.stringify(incident),
    },
  ])('rejects $why, with its bytes', ({ input, reason, text }) => {
    const { items, source, single } = read(input);
    expect(items).toMatchObject([{ type: 'reject', reason, original: { text } }]);
    expect({ source, single }).toEqual({ source: PLACE, single: true });
  });

  it('keeps of 5 MB the start, the length and the hash', () => {
    const body = Buffer.alloc(5_000_000, 'é');
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(read(record(body)).items).toEqual([
      {
        type: 'reject',
        place: 1,
        reason: 'too_large',
        path: '',
        message: '5000000 bytes, over the limit of 1048576',
        original: { encoding: 'utf8', text: 'é'.repeat(32_768), length: 5_000_000, sha256 },
      },
    ]);
  });

  it('dates a report without a time by the clock when live, by its occurrence as history', () => {
    const times = (['live', 'history'] as const).map((mode) => {
      const [item] = receiveRecord(sent(incident), { now: NOW, mode }).items;
      return item?.type === 'revision' ? item.revision.reportedAt : undefined;
    });
    expect(times).toEqual([NOW, Date.UTC(2024, 0, 28, 12, 0, 1)]);
  });
});
