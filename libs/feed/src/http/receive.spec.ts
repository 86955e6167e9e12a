import { createHash } from 'node:crypto';
import { feedContract } from '../testing/feed-contract.js';
import { receiveHttp, type HttpBody } from './receive.js';

const NOW = Date.UTC(2024, 0, 31);
const whole = (bytes: Uint8Array): HttpBody => ({ bytes, length: bytes.length, sha256: '', truncated: false });
const sent = (value: unknown) => whole(new TextEncoder().encode(JSON.stringify(value)));

const incident = { dataset: 'test', recordId: 'a', kind: 'attack', occurredFrom: '2024-01-28' };
const event = { specversion: '1.0', id: '1', source: 'test', type: 'incident', subject: 'a', data: incident };

feedContract('HTTP', async (bytes, now) => receiveHttp(whole(bytes), { 'content-type': 'application/x-ndjson' }, now));

describe('receiveHttp', () => {
  it.each([
    { why: 'one incident', type: 'application/json', body: incident, count: 1 },
    { why: 'an array', type: 'application/json', body: [incident, { ...incident, recordId: 'b' }], count: 2 },
    { why: 'a structured CloudEvent', type: 'application/cloudevents+json', body: event, count: 1 },
    { why: 'a batch of CloudEvents', type: 'application/cloudevents-batch+json', body: [event, event], count: 2 },
  ])('reads $why', ({ type, body, count }) => {
    const items = receiveHttp(sent(body), { 'content-type': type }, NOW);
    expect(items.map((item) => item.type)).toEqual(Array.from({ length: count }, () => 'revision'));
  });

  it('reads a binary CloudEvent', () => {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': 'wire',
      'ce-type': 'incident',
      'ce-subject': 'w-1',
    };
    const { kind, occurredFrom } = incident;
    const [item] = receiveHttp(sent({ kind, occurredFrom }), headers, NOW);
    expect(item).toMatchObject({ type: 'revision', revision: { dataset: 'wire', recordId: 'w-1' } });
  });

  it('rejects a body that was cut, with what is known of it', () => {
    const bytes = Buffer.alloc(2000, 'é');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const cut = { bytes: bytes.subarray(0, 1001), length: 2000, sha256, truncated: true };
    expect(receiveHttp(cut, {}, NOW)).toEqual([
      {
        type: 'reject',
        place: 1,
        reason: 'too_large',
        path: '',
        message: '2000 bytes, over the limit of 1001',
        original: { encoding: 'utf8', text: 'é'.repeat(500), length: 2000, sha256 },
      },
    ]);
  });
});
