import { LIVE, at, read } from '../testing/reading.js';
import { readRevisions } from './read.js';

describe('CloudEvents', () => {
  const event = {
    specversion: '1.0',
    id: '1',
    source: 'desk',
    type: 'org.example.incident',
    subject: 'r-9',
    time: '2024-01-28T02:30:00Z',
  };
  const binary = {
    ce_specversion: '1.0',
    ce_id: '1',
    ce_source: 'desk',
    ce_type: 'org.example.incident',
    ce_subject: 'r-9',
    ce_time: '2024-01-28',
  };

  it('fills in what the incident does not say itself', () =>
    expect(read({ ...event, data: { kind: 'attack', occurredFrom: '2024-01-27' } }).revisions[0]).toMatchObject({
      dataset: 'desk',
      recordId: 'r-9',
      occurredFrom: at('2024-01-27'),
    }));

  it('reads binary headers of Kafka and HTTP, as text and as bytes', () => {
    const bytes = Object.fromEntries(
      Object.entries(binary).map(([name, value]) => [name, new TextEncoder().encode(value)]),
    );
    const http = Object.fromEntries(
      Object.entries(binary).map(([name, value]) => [name.replace('ce_', 'Ce-'), [value]]),
    );
    for (const headers of [binary, bytes, http])
      expect(readRevisions('{"kind":"attack"}', headers, LIVE).revisions[0]).toMatchObject({
        dataset: 'desk',
        recordId: 'r-9',
        occurredFrom: at('2024-01-28'),
      });
  });

  it('reads a batch', () =>
    expect(
      readRevisions(
        JSON.stringify([{ ...event, data: { kind: 'attack' } }]),
        { 'content-type': 'application/cloudevents-batch+json' },
        LIVE,
      ).revisions,
    ).toHaveLength(1));

  it.each([
    { why: 'another version', document: { ...event, specversion: '0.3', data: {} }, path: 'specversion' },
    { why: 'no id', document: { ...event, id: undefined, data: {} }, path: 'id' },
    { why: 'no data', document: event, path: 'data' },
    { why: 'bytes for data', document: { ...event, data_base64: 'e30=' }, path: 'data_base64' },
    { why: 'a source that is no text', document: { ...event, source: 5, data: {} }, path: 'source' },
  ])('refuses $why', ({ document, path }) =>
    expect(read(document).rejects).toMatchObject([{ reason: 'bad_envelope', path }]),
  );

  it('refuses other formats and control characters in headers', () => {
    expect(readRevisions('x', { 'content-type': 'application/cloudevents+avro' }, LIVE).rejects).toMatchObject([
      { reason: 'bad_envelope' },
    ]);
    expect(readRevisions('{"kind":"attack"}', { ...binary, ce_source: 'a\u0000' }, LIVE).rejects).toMatchObject([
      { reason: 'control_characters', path: 'dataset' },
    ]);
  });

  it('takes a heartbeat in an envelope', () =>
    expect(read({ ...event, data: { heartbeat: 'region' } }).heartbeats).toMatchObject([
      { feed: 'region', at: at('2024-01-28T02:30:00Z') },
    ]));
});
