import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEntry } from '@barometer/journal';
import { openStores } from '@barometer/service';
import { StoreFailure, type Log, type Stores } from '@barometer/store';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock, MINUTE } from '@barometer/time';
import request from 'supertest';
import { incident, ndjson } from './testing/incident.js';
import { NOW, running, type Running } from './testing/running.js';

const entriesOf = async (log: Log) => (await log.read(0, 10_000)).map(({ value }) => decodeEntry(value));
const rejectsOf = async (log: Log) =>
  (await log.read(0, 10_000)).map(({ value }) => JSON.parse(value) as Record<string, string>);

const directory = mkdtempSync(join(tmpdir(), 'barometer-collector-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let count = 0;

describe.each([
  ['fake stores', async (): Promise<Stores> => fakeStores()],
  [
    'the embedded store',
    (): Promise<Stores> => openStores({ store: 'embedded', directory: join(directory, String(count++)) }),
  ],
])('POST /incidents over %s', (_, open) => {
  let stores: Stores;
  let app: Running;
  beforeEach(async () => {
    stores = await open();
    app = await running(stores);
  });
  afterEach(async () => {
    await app.served.close();
    await stores.close();
  });
  const post = (body: string | object, type = 'application/json') =>
    request(app.served.url).post('/incidents').set('content-type', type).send(body);
  const revisions = async () => (await entriesOf(stores.journal)).filter(({ type }) => type === 'revision');

  it.each([
    { why: 'one incident', type: 'application/json', body: incident('a'), accepted: 1 },
    { why: 'an array', type: 'application/json', body: [incident('a'), incident('b')], accepted: 2 },
    { why: 'NDJSON', type: 'application/x-ndjson', body: ndjson(incident('a'), incident('b')), accepted: 2 },
    {
      why: 'curl without a content type',
      type: 'application/x-www-form-urlencoded',
      body: ndjson(incident('a')),
      accepted: 1,
    },
    {
      why: 'a CloudEvent',
      type: 'application/cloudevents+json',
      body: JSON.stringify({ specversion: '1.0', id: '1', source: 's', type: 't', data: incident('a') }),
      accepted: 1,
    },
  ])('takes $why: 202 once it is in the journal', async ({ type, body, accepted }) => {
    const response = await post(body, type);
    expect(response.status).toBe(202);
    expect(response.body).toEqual({ accepted, rejected: [], recorded: '2024-01-31T12:00:00.000Z' });
    expect((await revisions())[0]).toMatchObject({ recorded: NOW, revision: { dataset: 'test', recordId: 'a' } });
    expect(await revisions()).toHaveLength(accepted);
  });

  it('takes a binary CloudEvent', async () => {
    const response = await post(incident('a')).set({
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': 's',
      'ce-type': 't',
    });
    expect(response.status).toBe(202);
  });

  it('takes the good ones of a mixed body and says what was wrong with the others', async () => {
    const response = await post([incident('a'), incident('b', { kind: 'atack' }), incident('c')]);
    expect(response.status).toBe(202);
    expect(response.body).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, reason: 'unknown_kind', path: 'kind' }],
    });
    const [reject] = await rejectsOf(stores.rejects);
    expect(reject).toMatchObject({ at: '2024-01-31T12:00:00.000Z', reason: 'unknown_kind', path: 'kind' });
    expect(reject!['place']).toMatch(/^POST \/incidents from .*127\.0\.0\.1, item 2$/);
    expect(JSON.parse(Buffer.from(reject!['body']!, 'base64').toString())).toEqual(incident('b', { kind: 'atack' }));
  });

  it.each([
    { why: 'broken JSON', body: '{"dataset": ', reason: 'broken_json' },
    { why: 'nothing', body: '  ', reason: 'empty' },
    { why: 'a number', body: '17', reason: 'not_an_object' },
    { why: 'an unknown kind', body: ndjson(incident('a', { kind: 'atack' })), reason: 'unknown_kind' },
    { why: 'the future', body: ndjson(incident('a', { occurredFrom: '2031-01-01' })), reason: 'time_in_future' },
    { why: 'before 1900', body: ndjson(incident('a', { occurredFrom: '1815-06-18' })), reason: 'time_before_1900' },
    { why: 'seconds', body: ndjson(incident('a', { occurredFrom: 1706400000 })), reason: 'seconds_for_milliseconds' },
    { why: '__proto__', body: '{"__proto__":{"admin":true}}', reason: 'forbidden_key' },
    { why: 'control characters', body: ndjson(incident('a\u0007')), reason: 'control_characters' },
    { why: 'deep nesting', body: `${'['.repeat(5000)}${']'.repeat(5000)}`, reason: 'not_an_object' },
  ])('answers 400 to $why, and keeps it', async ({ body, reason }) => {
    const response = await post(body, 'application/json');
    expect(response.status).toBe(400);
    expect(response.body.accepted).toBe(0);
    expect(response.body.rejected).toHaveLength(1);
    expect(response.body.rejected[0].message).toBeTruthy();
    const [reject] = await rejectsOf(stores.rejects);
    expect(Buffer.from(reject!['body']!, 'base64').toString().length).toBeGreaterThan(0);
    expect([reason, 'too_deep']).toContain(reject!['reason']);
    expect(await revisions()).toEqual([]);
  });

  it('keeps HTML and unknown fields as data', async () => {
    const response = await post(incident('a', { note: '<b>hi</b>', colour: 'red' }));
    expect(response.status).toBe(202);
    expect((await revisions())[0]).toMatchObject({ revision: { note: '<b>hi</b>', extra: { colour: 'red' } } });
  });

  it('answers 413 to 10 MB and keeps the start, the length and the digest', async () => {
    const response = await post(`[${'"x",'.repeat(2_500_000)}1]`);
    expect(response.status).toBe(413);
    const [reject] = (await rejectsOf(stores.rejects)) as Record<string, unknown>[];
    expect(reject).toMatchObject({
      reason: 'too_large',
      length: 10_000_003,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Buffer.from(reject!['body'] as string, 'base64')).toHaveLength(64 * 1024);
  });

  it('takes heartbeats, as lines and by POST /heartbeats', async () => {
    await post(ndjson({ heartbeat: 'region', at: '2024-01-31T11:00:00Z' }, incident('a')), 'application/x-ndjson');
    const now = await request(app.served.url).post('/heartbeats').send({ feed: 'region' });
    const then = await request(app.served.url).post('/heartbeats').send({ feed: 'region', at: '2024-01-31T11:30:00Z' });
    expect([now.status, then.status]).toEqual([202, 202]);
    const beats = (await entriesOf(stores.journal)).filter((entry) => entry.type === 'heartbeat');
    expect(beats.map(({ feed, at }) => [feed, at])).toEqual([
      ['region', NOW - 60 * MINUTE],
      ['region', NOW],
      ['region', NOW - 30 * MINUTE],
    ]);
  });

  it.each([{}, { feed: 5 }, { feed: 'region', at: 'soon' }, 17, 'x'])('refuses the heartbeat %j', async (body) => {
    const response = await request(app.served.url)
      .post('/heartbeats')
      .set('content-type', 'application/json')
      .send(JSON.stringify(body));
    expect(response.status).toBe(400);
    expect(await stores.rejects.end()).toBe(1);
  });

  it('appends the definition at start and after an edit, each naming the one before', async () => {
    app.config.edit('hash-2');
    app.config.edit('hash-2');
    await app.served.close();
    const configs = (await entriesOf(stores.journal)).filter((entry) => entry.type === 'config');
    expect(configs.map(({ hash, replaces, engine }) => [hash, replaces, engine])).toEqual([
      ['hash-1', null, 'test/1'],
      ['hash-2', 'hash-1', 'test/1'],
    ]);
  });

  it('goes on after a restart and publishes nothing twice', async () => {
    await post(incident('a'));
    await app.served.close();
    app = await running(stores);
    await post(incident('b'));
    expect((await entriesOf(stores.journal)).map(({ type }) => type)).toEqual(['config', 'revision', 'revision']);
  });

  it('counts what it takes and refuses', async () => {
    await post([incident('a'), incident('b', { kind: 'atack' })]);
    const metrics = await app.registry.metrics();
    expect(metrics).toContain('barometer_accepted_total{type="revision"} 1');
    expect(metrics).toContain('barometer_rejects_total{reason="unknown_kind"} 1');
    expect(metrics).toContain('barometer_rejects_total{reason="too_large"} 0');
    expect(metrics).toContain('barometer_journal_entries 2');
    expect(metrics).toContain('barometer_config_sound 1');
  });
});

describe('a collector that cannot append', () => {
  let stores: FakeStores;
  let app: Running;
  beforeEach(async () => {
    stores = fakeStores();
    app = await running(stores);
  });
  afterEach(() => app.served.close());
  const post = (body: object) => request(app.served.url).post('/incidents').send(body);

  it('answers 503 and acknowledges nothing while the disk is full, then goes on', async () => {
    stores.journal.failure = new StoreFailure('full', 'the disk is full');
    const refused = await post(incident('a'));
    expect([refused.status, refused.body.message]).toEqual([
      503,
      'the store failed (full); nothing was taken in, send it again',
    ]);
    stores.journal.failure = undefined;
    expect((await post(incident('a'))).status).toBe(202);
    expect(app.stopped).toEqual([]);
  });

  it('answers 503 when a reject cannot be kept: nothing vanishes', async () => {
    stores.rejects.failure = new StoreFailure('io', 'no');
    expect((await post([incident('a'), 17])).status).toBe(503);
    expect(stores.journal.records.filter(({ value }) => value.includes('revision'))).toEqual([]);
  });

  it('stops once, with one clear sentence, when the clock jumps', async () => {
    app.clock.set(NOW + 10 * MINUTE);
    expect((await post(incident('a'))).status).toBe(503);
    expect((await post(incident('a'))).status).toBe(503);
    expect(app.stopped.map(({ message }) => message)).toEqual([expect.stringContaining('the clock jumped')]);
  });

  it('does not start when the clock stands before the journal', async () => {
    await post(incident('a'));
    await app.served.close();
    await expect(running(stores, { clock: new ManualClock(NOW - 10 * MINUTE) })).rejects.toThrow(/set the clock right/);
    app = await running(stores);
  });
});
