import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { decodeEntry, type ActEntry } from '@barometer/journal';
import { stageKey } from '@barometer/notice';
import type { Served } from '@barometer/service';
import { DAY, iso } from '@barometer/time';
import request from 'supertest';
import { ConsoleModule } from '../console.module.js';
import { exampleLines, exampleRoom, type ExampleRoom } from '../testing/example-room.js';
import { concrete } from '../testing/concrete.js';
import { served } from '../testing/served.js';
import { ROUTES } from './routes.js';

const AT = '2024-01-29';
let room: ExampleRoom;
let server: Served;
let tower: string;
let outboxDirectory: string;

beforeEach(async () => {
  outboxDirectory = await mkdtemp(join(tmpdir(), 'outbox-'));
  await writeFile(join(outboxDirectory, 'one.eml'), 'Subject: x\n\ny');
  room = await exampleRoom(withConflict(exampleLines(/"recordId":"fr-05[5-7]"/)), { outboxDirectory });
  server = await served(room);
  const { body } = await request(server.url).get(`/api/v1/alerts?at=${AT}&state=open`);
  tower = (body.items as { alertId: string; level: string }[]).find(({ level }) => level === 'critical')!.alertId;
});
afterEach(async () => {
  await server.close();
  await rm(outboxDirectory, { recursive: true });
});

const acts = async () =>
  (await room.stores.journal.read(0, 10_000))
    .map(({ value }) => decodeEntry(value))
    .filter((entry): entry is ActEntry => entry.type === 'act');
const post = (path: string, body: object) => request(server.url).post(path).send(body);

describe('the description of the API', () => {
  it('names every route there is, and no other', () => {
    const controllers = ConsoleModule.on(room.ports).controllers as Type[];
    const real = controllers.flatMap(routesOf).filter((route) => route.includes('/api/v1'));
    const described = ROUTES.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
    expect(described.sort()).toEqual(real.sort());
  });

  it('is OpenAPI 3.1 with an answer for every operation, each named once', async () => {
    const { body } = await request(server.url).get('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.values(
      body.paths as Record<string, Record<string, { operationId: string; responses: object }>>,
    ).flatMap((path) => Object.values(path));
    expect(operations).toHaveLength(ROUTES.length + 2);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(ROUTES.length + 2);
    for (const { responses } of operations) expect(Object.keys(responses)).toContain('403');
  });

  it('describes what the collector takes, every reference within it', async () => {
    const { body } = await request(server.url).get('/api/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/incidents', '/heartbeats']));
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of new Set(references)) {
      expect(Object.keys(body.components.schemas)).toContain(reference.replace('#/components/schemas/', ''));
    }
  });

  it('holds for every answer, as JSON and as lines', async () => {
    await fill();
    for (const route of ROUTES.filter(({ method }) => method === 'get')) {
      const path = concrete(route, tower);
      const { body, status } = await request(server.url).get(path);
      expect([path, status]).toEqual([path, 200]);
      const items: unknown[] = route.list ? body.items : [body];
      expect([path, items.length > 0]).toEqual([path, true]);
      for (const item of items) expect(route.response.safeParse(item).error).toBeUndefined();
      if (!route.list) continue;
      const lines = await request(server.url)
        .get(path)
        .set('Accept', 'application/x-ndjson')
        .buffer(true)
        .parse(asText as never);
      expect(
        String(lines.body)
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual(items);
    }
  });
});

describe('acts', () => {
  it('acknowledges an alert in the journal, with who and when', async () => {
    const answer = await post(`/api/v1/alerts/${tower}/acknowledge`, { by: 'Duty officer', note: 'calling them' });
    expect([answer.status, answer.body]).toEqual([201, { done: true }]);
    const now = room.clock.now();
    expect(await acts()).toEqual([
      {
        type: 'act',
        recorded: now,
        wall: now,
        act: { kind: 'acknowledge', alertId: tower, by: 'Duty officer', note: 'calling them' },
      },
    ]);
    expect((await request(server.url).get(`/a/${tower}?at=${AT}`)).text).toContain('<strong>Duty officer</strong>');
  });

  it('takes forms from its own page and goes back to it, and from no other site', async () => {
    const path = `/api/v1/alerts/${tower}/acknowledge`;
    const own = await request(server.url)
      .post(path)
      .type('form')
      .set('Sec-Fetch-Site', 'same-origin')
      .send({ by: '', note: '' });
    expect([own.status, own.headers['location']]).toEqual([303, `/a/${tower}`]);
    const foreign = await request(server.url)
      .post(path)
      .type('form')
      .set('Sec-Fetch-Site', 'cross-site')
      .send({ by: 'x' });
    expect(foreign.status).toBe(403);
    expect((await acts()).map(({ act }) => act.by)).toEqual(['local']);
    expect((await request(server.url).get(path)).status).toBe(404);
  });

  it('silences with a reason and an end, shows it, and ends it', async () => {
    const until = iso(room.clock.now() + DAY);
    const made = await post('/api/v1/silences', {
      matchers: { alertId: tower, level: ['critical', 'high'] },
      reason: 'exercise',
      until,
      by: 'me',
    });
    expect([made.status, made.body.standing]).toEqual([201, true]);
    expect((await acts())[0]!.act).toMatchObject({
      kind: 'silence',
      matchers: { alertId: [tower], level: ['critical', 'high'] },
      reason: 'exercise',
      by: 'me',
    });
    expect((await request(server.url).get(`/a/${tower}?at=${AT}`)).text).toContain('exercise');
    expect((await request(server.url).delete(`/api/v1/silences/${made.body.id}`)).body).toEqual({ done: true });
    await request(server.url).delete(`/api/v1/silences/${made.body.id}`).expect(200);
    expect((await acts()).map(({ act }) => act.kind)).toEqual(['silence', 'end silence']);
    const { body } = await request(server.url).get('/api/v1/silences');
    expect(body.items[0]).toMatchObject({ standing: false, endedBy: 'local' });
  });

  it.each([
    { why: 'no reason', body: { matchers: { watch: 'us-forces' }, until: '2026-12-01' }, says: /reason/ },
    { why: 'no end', body: { matchers: { watch: 'us-forces' }, reason: 'x' }, says: /until/ },
    {
      why: 'an end in the past',
      body: { matchers: { watch: 'us-forces' }, reason: 'x', until: '2024-01-01' },
      says: /past/,
    },
    {
      why: 'an end far off',
      body: { matchers: { watch: 'us-forces' }, reason: 'x', until: '2099-01-01' },
      says: /366 days/,
    },
    {
      why: 'an end that is none',
      body: { matchers: { watch: 'us-forces' }, reason: 'x', until: 'tomorrow' },
      says: /ISO 8601/,
    },
    { why: 'everything', body: { matchers: {}, reason: 'x', until: '2026-12-01' }, says: /at least one/ },
    { why: 'an unknown field', body: { matchers: { place: 'x' }, reason: 'x', until: '2026-12-01' }, says: /place/ },
  ])('refuses a silence with $why', async ({ body, says }) => {
    const answer = await post('/api/v1/silences', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toMatch(says);
    expect(await acts()).toEqual([]);
  });

  it.each([
    { why: 'an unknown alert', path: '/api/v1/alerts/NOSUCH/acknowledge', status: 404 },
    { why: 'an unknown silence', path: '/api/v1/silences/nosuch/end', status: 404 },
    { why: 'an unknown receiver', path: '/api/v1/receivers/nosuch/test', status: 404 },
    { why: 'an unknown delivery', path: '/api/v1/deliveries/nosuch/nobody/send', status: 404 },
  ])('does nothing for $why', async ({ path, status }) => {
    expect((await post(path, {})).status).toBe(status);
    expect([await acts(), room.tested]).toEqual([[], []]);
  });

  it('sends a test and answers what the other side said', async () => {
    const { name } = room.ports.config.current.receivers[0]!;
    const answer = await post(`/api/v1/receivers/${name}/test`, {});
    expect([answer.status, answer.body, room.tested]).toEqual([201, { is: 'accepted', reply: '250 ok' }, [name]]);
  });
});

describe('metrics', () => {
  it('show readings against thresholds, levels, alerts, feeds and config, with bounded labels', async () => {
    const { text } = await request(server.url).get('/metrics');
    expect(text).toMatch(/^barometer_reading\{watch="us-forces",rule="surge",series="country=JO"\} \d/m);
    expect(text).toMatch(/^barometer_threshold\{watch="us-forces",rule="surge",level="high",field="p"\} 0\.001$/m);
    expect(text).toMatch(/^barometer_watch_level\{watch="us-forces"\} \d$/m);
    expect(text).toMatch(/^barometer_alerts_open\{level="critical",tone="alarm"\} \d/m);
    expect(text).toMatch(/^barometer_feed_alive\{feed="region",coverage="partial"\} [01]$/m);
    expect(text).toMatch(/^barometer_config_problems 0$/m);
    expect(text).toMatch(
      /^barometer_reading_field\{watch="us-forces",rule="surge",series="country=JO",field="p"\} [01]/m,
    );
    expect(text).not.toContain('incident=');
  });
});

function routesOf(controller: Type): string[] {
  const base = String(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
  const names = Object.getOwnPropertyNames(controller.prototype).filter((name) => name !== 'constructor');
  return names.flatMap((name) => {
    const handler = (controller.prototype as Record<string, object>)[name]!;
    const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
    if (path === undefined) return [];
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!.toLowerCase();
    return [
      `${method} /${[base, path]
        .join('/')
        .replace(/\/+/g, '/')
        .replace(/^\/|\/$/g, '')}`,
    ];
  });
}

/** The first line once more under the same number, with other content. */
function withConflict(lines: string): string {
  const [first = '', ...rest] = lines.split('\n');
  return [first, JSON.stringify({ ...JSON.parse(first), note: 'other' }), ...rest].join('\n');
}

async function fill(): Promise<void> {
  const { stores } = room;
  await stores.rejects.append([
    {
      value: JSON.stringify({
        at: iso(0),
        reason: 'broken JSON',
        path: '',
        message: 'no',
        place: 'x',
        body: 'e30=',
        length: 2,
      }),
    },
  ]);
  const row = {
    notice: 'n',
    receiver: 'desk',
    recipient: 'a@b',
    channel: 'outbox',
    stage: 'planned',
    kind: 'alert',
    watch: 'us-forces',
    alerts: [tower],
    history: true,
    subject: 's',
    first: 'f',
    level: 'high',
    messageId: 'm',
    times: { planned: '2024-01-28T00:00:00Z' },
    attempts: 0,
  };
  await stores.deliveries.put([[stageKey('n', 'a@b', 'planned'), JSON.stringify(row)]]);
  await post('/api/v1/silences', { matchers: { watch: 'us-forces' }, reason: 'x', until: '2026-12-01' });
}

function asText(response: NodeJS.ReadableStream, done: (error: Error | null, body: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => (text += chunk));
  response.on('end', () => done(null, text));
}
