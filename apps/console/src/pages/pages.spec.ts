import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageKey } from '@barometer/notice';
import type { Served } from '@barometer/service';
import request from 'supertest';
import { exampleRoom, type ExampleRoom } from '../testing/example-room.js';
import { served } from '../testing/served.js';

const AT = '2024-01-29';

describe('the pages over the example', () => {
  let room: ExampleRoom;
  let server: Served;
  beforeAll(async () => {
    room = await exampleRoom();
    server = await served(room);
  });
  afterAll(() => server.close());

  const page = async (path: string) => {
    const { status, text } = await request(server.url).get(path);
    return { status, text: text.replace(/\s+/g, ' ') };
  };

  it('says how everything stands in one sentence', async () => {
    const { text } = await page(`/?at=${AT}`);
    const sentence = /role="status">(.*?)<\/p>/.exec(text)![1]!.replace(/<[^>]+>/g, '');
    expect(sentence).toMatch(
      /^CRITICAL: \d+ alerts open as of 29 Jan 2024 23:59 UTC; feed region alive, partial; every notice delivered\.$/,
    );
  });

  it('lists open alerts with the first line of their mail and keeps `at` in every link to a page', async () => {
    const { text } = await page(`/?at=${AT}`);
    expect(text).toContain('UPDATED: injured at least 34 -&gt; more than 40 (US DoD). Killed still 3.');
    const links = [...text.matchAll(/href="(\/[^"]*)"/g)]
      .map(([, href]) => href!)
      .filter((href) => href !== '/style.css' && !href.endsWith('?at=now'));
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((href) => !href.includes(`at=${AT}`))).toEqual([]);
  });

  it('draws a chart a rule, once for light and once for dark', async () => {
    const { text } = await page(`/?at=${AT}`);
    expect(text.match(/class="for-light"><svg/g)!.length).toBeGreaterThan(5);
    expect(text.match(/class="for-dark"><svg/g)).toHaveLength(text.match(/class="for-light"><svg/g)!.length);
  });

  it('is as known then, never today', async () => {
    const before = await page('/?at=2024-01-27');
    expect(before.text).not.toContain('Tower 22');
    expect(before.text).not.toContain('more than 40');
    const first = await page('/incidents/fr-057?at=2024-01-28T13:00:00Z');
    expect(first.text).not.toContain('more than 40');
    const later = await page(`/incidents/fr-057?at=${AT}`);
    expect(later.text).toContain('<strong>more than 40 injured</strong> (US DoD, grade A');
    expect(later.text).toContain('Islamic Resistance in Iraq claims');
    expect(later.text).toContain('Kataib Hezbollah');
  });

  it('says why a series fired, and why another did not', async () => {
    const fired = await page('/series?watch=us-forces&rule=surge&series=country%3DIQ&at=2023-10-20');
    expect(fired.text).toContain('Why it fired');
    expect(fired.text).toContain('0 in 90 covered days');
    const quiet = await page('/series?watch=us-forces&rule=surge&series=country%3DIQ&at=2023-10-18');
    expect(quiet.text).toContain('Why it did not fire');
  });

  it('shows an alert with its reasons, its timeline and what can be done', async () => {
    const { body } = await request(server.url).get(`/api/v1/alerts?at=${AT}&state=open`);
    const tower = (body.items as { alertId: string; series: string; level: string }[]).find(
      ({ level }) => level === 'critical',
    )!;
    const { text } = await page(`/a/${tower.alertId}?at=${AT}`);
    for (const part of [
      'killed &gt;= 1',
      'without fr-057',
      'RAISED',
      'UPDATED',
      'class="timeline"',
      `action="/api/v1/alerts/${tower.alertId}/acknowledge"`,
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/<a[^>]*acknowledge/);
  });

  it.each([
    { path: '/?at=yesterday', status: 400 },
    { path: '/?at=2024-13-01', status: 400 },
    { path: '/a/NOSUCH', status: 404 },
    { path: '/watches/nosuch', status: 404 },
    { path: '/incidents/nosuch', status: 404 },
    { path: '/series?watch=us-forces&rule=nosuch', status: 404 },
    { path: '/series?watch=us-forces&rule=surge&series=country%3DIQ&days=999999', status: 400 },
    { path: '/outbox/..%2F..%2Fpackage.json', status: 404 },
    { path: '/outbox/%2Fetc%2Fpasswd.json', status: 404 },
    { path: '/nowhere', status: 404 },
  ])('$path → $status', async ({ path, status }) => {
    expect((await page(path)).status).toBe(status);
  });

  it('names a broken edit with its line, and a warning not at all', async () => {
    const at = { file: 'barometer.yaml', line: 12, column: 3, path: 'feeds' };
    room.problems.push({ ...at, message: 'only a hint', severity: 'warning' });
    expect((await page('/')).text).not.toContain('not in effect');
    room.problems.push({ ...at, message: 'unknown key <feds>', suggestion: 'feeds' });
    expect((await page('/')).text).toContain('barometer.yaml:12:3 unknown key &lt;feds&gt;');
    expect((await page('/config')).text).toContain('Did you mean <code>feeds</code>?');
    room.problems.length = 0;
  });
});

const EVIL = `"><img src=x onerror=alert(1)><script>alert(2)</script>'{{7*7}}`;

describe('hostile names', () => {
  let server: Served;
  let paths: string[];
  let outboxDirectory: string;
  beforeAll(async () => {
    outboxDirectory = await mkdtemp(join(tmpdir(), 'outbox-'));
    await writeFile(
      join(outboxDirectory, 'evil.eml'),
      `Subject: ${EVIL}\r\nFrom: ${EVIL}\r\nContent-Type: text/html\r\n\r\n<script>alert(3)</script>`,
    );
    await writeFile(join(outboxDirectory, 'evil.json'), JSON.stringify({ [EVIL]: EVIL, data: { subject: EVIL } }));
    const room = await exampleRoom(JSON.stringify(evilReport()), { outboxDirectory });
    await fillLogs(room);
    server = await served(room);
    const { body } = await request(server.url).get('/api/v1/alerts');
    const alerts = (body.items as { alertId: string }[]).map(({ alertId }) => `/a/${alertId}`);
    const fixed = [
      '/',
      '/alerts',
      '/watches',
      '/watches/us-forces',
      '/incidents',
      '/feeds',
      '/deliveries',
      '/silences',
      '/rejects',
      '/outbox',
      '/config',
    ];
    const incidents = ((await request(server.url).get('/api/v1/incidents')).body.items as { id: string }[]).map(
      ({ id }) => `/incidents/${id}`,
    );
    const series = `/series?${new URLSearchParams({ watch: 'us-forces', rule: 'surge', series: EVIL })}`;
    paths = [
      ...fixed,
      ...alerts,
      ...incidents,
      series,
      '/outbox/evil.eml',
      '/outbox/evil.json',
      `/?at=${encodeURIComponent(EVIL)}`,
      `/${encodeURIComponent(EVIL)}`,
    ];
    expect(alerts.length).toBeGreaterThan(0);
    expect(incidents.length).toBeGreaterThan(0);
  });
  afterAll(async () => {
    await server.close();
    await rm(outboxDirectory, { recursive: true });
  });

  it('never become markup on any page', async () => {
    let shown = 0;
    for (const path of paths) {
      const { text, headers } = await request(server.url).get(path);
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      if (text.includes('alert(')) shown += 1;
      expect([path, /<img src=x|<script|javascript:/i.exec(text)]).toEqual([path, null]);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect(shown).toBeGreaterThan(5);
  });

  it('stay in their frame where a mail holds them', async () => {
    const { headers, text } = await request(server.url).get('/outbox/evil.eml/html');
    expect(text).toContain('<script>');
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
  });
});

function evilReport() {
  const at = '2024-01-28T06:00:00Z';
  return {
    dataset: 'founding-region',
    recordId: `fr-evil${EVIL.slice(0, 40)}`,
    revision: 1,
    kind: 'attack',
    occurredFrom: '2024-01-28',
    timePrecision: 'day',
    reportedAt: at,
    location: { country: 'JO', place: EVIL, admin1: EVIL },
    site: { name: EVIL },
    actors: [
      { actorId: 'actor:usa-mil', role: 'target', name: EVIL },
      { name: EVIL, role: 'perpetrator' },
    ],
    tactics: ['one_way_drone'],
    claims: [{ actorId: EVIL.slice(0, 60), at }],
    casualties: [
      { side: 'target_forces', killed: 3, injured: 30, reporter: EVIL.slice(0, 60), reportedAt: at, note: EVIL },
    ],
    note: EVIL,
  };
}

async function fillLogs({ stores, take }: ExampleRoom): Promise<void> {
  const now = Date.UTC(2026, 10, 22);
  await stores.rejects.append([
    {
      value: JSON.stringify({
        at: EVIL,
        reason: EVIL,
        path: EVIL,
        message: EVIL,
        place: EVIL,
        body: Buffer.from(EVIL).toString('base64'),
        length: 9,
      }),
    },
  ]);
  const row = {
    notice: 'n',
    receiver: EVIL,
    recipient: EVIL,
    channel: 'outbox',
    stage: 'refused',
    kind: 'alert',
    watch: EVIL,
    alerts: [EVIL],
    history: false,
    subject: EVIL,
    first: EVIL,
    level: EVIL,
    messageId: EVIL,
    times: { planned: '2024-01-28T00:00:00Z' },
    attempts: 1,
    why: EVIL,
  };
  await stores.deliveries.put([[stageKey('n', EVIL, 'refused'), JSON.stringify(row)]]);
  const silence = {
    kind: 'silence' as const,
    id: 's',
    matchers: { series: [EVIL] },
    reason: EVIL,
    by: EVIL,
    from: now,
    until: now + 1e9,
  };
  await take({ type: 'act', recorded: now, wall: now, act: silence });
}
