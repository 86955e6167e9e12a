import type { Served } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import request from 'supertest';
import { exampleLines, exampleRoom, type ExampleRoom } from '../testing/example-room.js';
import { served } from '../testing/served.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('a request that cannot be answered', () => {
  let room: ExampleRoom;
  let server: Served;
  beforeAll(async () => {
    room = await exampleRoom(exampleLines(/"recordId":"fr-05[5-7]"/));
    server = await served(room);
  });
  afterAll(() => server.close());

  it.each([
    { path: '/alerts/', status: 200, why: 'a page, with a slash too many' },
    { path: '/alert', status: 404, says: 'There is no such page', why: 'a path that leads nowhere' },
    { path: '/a/NOSUCH', status: 404, says: 'no such alert at that time', why: 'an alert nobody knows' },
    { path: '/?at=yesterday', status: 400, says: 'This cannot be read', why: 'a time that is none' },
    { path: '/series?watch=us-forces&rule=surge&days=x', status: 400, says: 'days is a number', why: 'a bad number' },
    { path: '/%3Cscript%3Ealert(1)%3C/script%3E', status: 404, says: 'GET /%3Cscript', why: 'a path with markup' },
  ])('is a page to a browser: $why', async ({ path, status, says }) => {
    const answer = await request(server.url).get(path).set('Accept', BROWSER);
    expect([answer.status, answer.type]).toEqual([status, 'text/html']);
    expect(answer.text).toContain('href="/deliveries"');
    expect(answer.text).toContain(says ?? 'Barometer');
    expect(answer.text).not.toContain('<script');
  });

  it.each([
    { path: '/alert', accept: '*/*', why: 'a program that takes anything' },
    { path: '/alert', accept: 'application/json', why: 'a program that takes JSON' },
    { path: '/api/v1/alerts/NOSUCH', accept: BROWSER, why: 'a browser that looks at the API' },
  ])('is JSON to $why', async ({ path, accept }) => {
    const answer = await request(server.url).get(path).set('Accept', accept);
    expect([answer.status, answer.body]).toMatchObject([404, { statusCode: 404, message: expect.any(String) }]);
  });

  it('is a page to a browser that sent a form, and JSON to a program that sent the same', async () => {
    const send = (accept: string) =>
      request(server.url)
        .post('/api/v1/silences')
        .type('form')
        .set('Accept', accept)
        .send({ watch: 'us-forces', reason: 'x', until: 'never' });
    const page = await send(BROWSER);
    expect([page.status, page.type]).toEqual([400, 'text/html']);
    expect(page.text).toContain('until:');
    const json = await send('*/*');
    expect([json.status, json.body.message]).toEqual([400, expect.stringContaining('until:')]);
  });

  it('says what the store said, and whether an act may have been written', async () => {
    const append = room.stores.journal.append.bind(room.stores.journal);
    room.stores.journal.append = () => Promise.reject(new StoreFailure('unsure', 'no answer'));
    const answer = await request(server.url)
      .post('/api/v1/silences')
      .type('form')
      .set('Accept', BROWSER)
      .send({ watch: 'us-forces', reason: 'x', until: '2026-12-01' });
    room.stores.journal.append = append;
    expect([answer.status, answer.type]).toEqual([503, 'text/html']);
    expect(answer.text).toContain('it may have been written all the same');
  });
});
