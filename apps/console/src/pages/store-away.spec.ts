import type { Served } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import type { FakeStores } from '@barometer/store/testing';
import request from 'supertest';
import { exampleRoom, type ExampleRoom } from '../testing/example-room.js';
import { served } from '../testing/served.js';

type Ask = (...asked: never[]) => unknown;
const NOTE = 'The store does not answer.';
const never = () => new Promise<never>(() => undefined);
const away = () => Promise.reject(new StoreFailure('unreachable', 'nobody answers at kafka-1'));

/** From now on nothing that is asked of the stores is answered but so. */
function answerOnly(stores: FakeStores, answer: () => Promise<never>): void {
  for (const store of [stores.journal, stores.alerts, stores.rejects, stores.deliveries] as unknown as Record<
    string,
    Ask
  >[])
    for (const name of ['read', 'readBack', 'begin', 'end', 'behind', 'append', 'put', 'get']) store[name] = answer;
  stores.deliveries.all = async function* () {
    yield await answer();
  };
}

describe.each([
  { why: 'hangs', answer: never },
  { why: 'is away', answer: away },
])('a console whose store $why', ({ answer }) => {
  let room: ExampleRoom;
  let server: Served;
  let alertId: string;
  const get = (path: string) => request(server.url).get(path);

  beforeAll(async () => {
    room = await exampleRoom(undefined, { sleep: () => new Promise((resolve) => setImmediate(resolve)) });
    server = await served(room);
    const { body } = await get('/api/v1/alerts');
    alertId = (body.items as { alertId: string }[])[0]!.alertId;
    expect((await get('/')).text).not.toContain(NOTE);
    answerOnly(room.stores, answer);
  }, 60_000);
  afterAll(() => server.close());

  it.each([
    '/',
    '/alerts',
    '/watches',
    '/watches/us-forces',
    '/incidents',
    '/incidents/fr-057',
    '/feeds',
    '/silences',
    '/config',
  ])('shows on %s what is known, and says that it may be behind', async (path) => {
    const { status, text } = await get(path);
    expect([status, text.includes(NOTE)]).toEqual([200, true]);
  });

  it('shows an alert that is known, and does not deny one that is not', async () => {
    const known = await get(`/a/${alertId}`);
    expect([known.status, known.text.includes('Not known: the store does not answer.')]).toEqual([200, true]);
    expect((await get('/a/NOSUCH')).status).toBe(503);
    expect((await get('/api/v1/alerts/NOSUCH')).status).toBe(503);
  });

  it('is never quiet, and does not know what was delivered', async () => {
    const { status, body } = await get('/api/v1/status');
    expect([status, body.behind, body.undelivered, body.quiet]).toEqual([200, true, null, false]);
    expect(body.words).toContain('deliveries not known');
  });

  it.each(['/deliveries', '/rejects', '/api/v1/deliveries', '/api/v1/silences'])('answers 503 on %s', async (path) => {
    expect((await get(path)).status).toBe(503);
  });

  it('takes no act, and says so with 503', async () => {
    const { status, body } = await request(server.url)
      .post(`/api/v1/alerts/${alertId}/acknowledge`)
      .send({ by: 'ana' });
    expect([status, body.message]).toEqual([
      503,
      'the store failed (unreachable): not all of it could be read within 2 s; nothing was written, do it again',
    ]);
  });
});

describe('an act', () => {
  it.each([
    { code: 'full' as const, message: 'the store failed (full): the disk is full; nothing was written, do it again' },
    {
      code: 'unsure' as const,
      message:
        'the store failed (unsure): the disk is full; it may have been written all the same: look before you do it again',
    },
  ])('that the store fails to write ($code) is answered with 503 and its words', async ({ code, message }) => {
    const room = await exampleRoom();
    const server = await served(room);
    const { body } = await request(server.url).get('/api/v1/alerts');
    room.stores.journal.failure = new StoreFailure(code, 'the disk is full');
    const path = `/api/v1/alerts/${(body.items as { alertId: string }[])[0]!.alertId}/acknowledge`;
    const answer = await request(server.url).post(path).send({ by: 'ana' });
    expect([answer.status, answer.body]).toEqual([503, { statusCode: 503, message }]);
    await server.close();
  });
});
