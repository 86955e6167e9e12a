import { createHash } from 'node:crypto';
import type { RejectRecord } from '@barometer/collector';
import type { Standalone } from '@barometer/standalone';
import { DAY, iso, isoDate } from '@barometer/time';
import { ExampleFolder, until } from './running.js';

const TODAY = isoDate(Date.now());
const INCIDENT = {
  dataset: 'founding-region',
  kind: 'attack',
  country: 'IQ',
  occurredFrom: TODAY,
  target: 'actor:usa-mil',
};
const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'';
let count = 0;
const incident = (given: object) => JSON.stringify({ ...INCIDENT, recordId: `in-${++count}`, ...given });

/** What comes in, and what it gets: the reason, the field it is about, and words that help. */
const UNUSABLE: readonly {
  why: string;
  body: string | Uint8Array;
  reason: string;
  path: string;
  says?: RegExp;
  status?: number;
}[] = [
  { why: 'broken JSON', body: '{"kind": "attack", ', reason: 'broken_json', path: '', says: /not JSON/ },
  { why: 'nothing at all', body: '', reason: 'empty', path: '' },
  { why: 'bytes that are no text', body: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), reason: 'not_utf8', path: '' },
  {
    why: 'an unknown kind',
    body: incident({ kind: 'atack' }),
    reason: 'unknown_kind',
    path: 'kind',
    says: /did you mean attack/,
  },
  {
    why: 'a time in the future',
    body: incident({ occurredFrom: iso(Date.now() + 2 * DAY) }),
    reason: 'time_in_future',
    path: 'occurredFrom',
  },
  {
    why: 'a time before 1900',
    body: incident({ occurredFrom: '1899-12-31' }),
    reason: 'time_before_1900',
    path: 'occurredFrom',
  },
  {
    why: 'seconds for milliseconds',
    body: incident({ occurredFrom: 1_706_400_000 }),
    reason: 'seconds_for_milliseconds',
    path: 'occurredFrom',
  },
  {
    why: 'a __proto__ key',
    body: `{"__proto__": {"admin": true}, ${incident({}).slice(1)}`,
    reason: 'forbidden_key',
    path: '__proto__',
  },
  {
    why: 'a __proto__ key deep inside',
    body: incident({ location: 0 }).replace('"location":0', '"location":{"__proto__":{"lat":1}}'),
    reason: 'forbidden_key',
    path: 'location.__proto__',
  },
  {
    why: 'a constructor key',
    body: incident({ constructor: { prototype: 1 } }),
    reason: 'forbidden_key',
    path: 'constructor',
  },
  { why: 'a control character', body: incident({ note: 'a\u0007b' }), reason: 'control_characters', path: 'note' },
  {
    why: 'a line break in a name',
    body: incident({ place: 'a\r\nBcc: eve@example.org' }),
    reason: 'bad_text',
    path: 'place',
  },
  { why: 'a body of 10 MB', body: `"${'x'.repeat(10_000_000)}"`, reason: 'too_large', path: '', status: 413 },
  { why: 'endless nesting', body: `${'['.repeat(200_000)}`, reason: 'broken_json', path: '' },
  { why: 'a number', body: '7', reason: 'not_an_object', path: '' },
];

describe('what comes in over HTTP', () => {
  const example = new ExampleFolder();
  const fatal: unknown[] = [];
  let barometer: Standalone;
  beforeAll(async () => {
    barometer = await example.start({ onFatal: (err) => fatal.push(err) });
  });
  afterAll(() => example.remove());
  afterEach(async () => {
    expect(fatal).toEqual([]);
    expect((await fetch(`${barometer.url}/healthz`)).status).toBe(200);
  });

  const post = async (body: string | Uint8Array, type = 'application/json') => {
    const answer = await fetch(`${barometer.url}/incidents`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : Buffer.from(body),
    });
    return { status: answer.status, json: (await answer.json()) as { accepted: number; rejected: RejectRecord[] } };
  };
  const page = async (path: string) => (await fetch(`${barometer.url}${path}`)).text();
  const status = async () => JSON.parse(await page('/api/v1/status?at=now')) as { counts: Record<string, number> };
  const folded = async () => until(async () => barometer.follower.next === (await barometer.stores.journal.end()));

  it.each(UNUSABLE)('$why: $reason at "$path", kept with its place and bytes', async (given) => {
    const { body, reason, path, says, status = 400 } = given;
    const [kept, journal] = [await barometer.stores.rejects.end(), await barometer.stores.journal.end()];
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ accepted: 0, rejected: [{ index: 0, reason, path }] });
    if (says) expect(answer.json.rejected[0]!.message).toMatch(says);
    expect(await barometer.stores.journal.end()).toBe(journal);

    const records = await barometer.stores.rejects.read(kept, 10);
    const [reject] = records.map(({ value }) => JSON.parse(value) as RejectRecord);
    const bytes = Buffer.from(body);
    expect(reject).toMatchObject({
      reason,
      path,
      place: expect.stringContaining('POST /incidents'),
      length: bytes.length,
    });
    expect(records).toHaveLength(1);
    const whole = bytes.length <= 256 * 1024;
    const original = whole ? bytes : bytes.subarray(0, 64 * 1024);
    expect(Buffer.from(reject!.body, 'base64').equals(original)).toBe(true);
    expect(reject!.sha256).toBe(whole ? undefined : createHash('sha256').update(bytes).digest('hex'));
  });

  it('shows its rejects on the page and counts them by reason', async () => {
    const html = await page('/rejects');
    for (const { reason } of UNUSABLE) expect(html).toContain(reason);
    const metrics = await page('/metrics');
    for (const { reason } of UNUSABLE)
      expect(
        Number(new RegExp(`barometer_rejects_total\\{reason="${reason}"\\} (\\d+)`).exec(metrics)?.[1]),
      ).toBeGreaterThan(0);
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it('takes the good of a mixed body and rejects the bad, each at its place', async () => {
    const body = [incident({}), '{"broken', incident({ kind: 'atack' }), incident({})].join('\n');
    const { status: code, json } = await post(body, 'application/x-ndjson');
    expect(code).toBe(202);
    expect(json.accepted).toBe(2);
    expect(json.rejected).toMatchObject([
      { index: 1, reason: 'broken_json' },
      { index: 2, reason: 'unknown_kind' },
    ]);
  });

  it('takes HTML in names as text: accepted, and never markup on a page', async () => {
    const recordId = `html-${HOSTILE.slice(0, 8)}`;
    const { status: code } = await post(
      incident({ recordId, place: HOSTILE, note: HOSTILE, country: 'JO', injured: 2, reporter: HOSTILE }),
    );
    expect(code).toBe(202);
    await folded();
    const { incidentId } = lastRevision(
      await barometer.stores.journal.read((await barometer.stores.journal.end()) - 1, 1),
    );
    for (const path of [
      '/?at=now',
      '/incidents?at=now',
      `/incidents/${incidentId}?at=now`,
      '/alerts?at=now',
      '/rejects',
    ]) {
      const html = await page(path);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img src=x');
    }
    expect(await page(`/incidents/${incidentId}?at=now`)).toContain('&lt;script&gt;alert(1)');
  });

  it('keeps unknown fields aside', async () => {
    const { status: code } = await post(incident({ recordId: 'aside', weather: { wind: 'north' }, sites: ['a', 'b'] }));
    expect(code).toBe(202);
    const revision = lastRevision(await barometer.stores.journal.read((await barometer.stores.journal.end()) - 1, 1));
    expect(JSON.stringify(revision)).toContain('"weather":{"wind":"north"}');
  });

  it('counts and lists repeated and conflicting revisions; the first of a number holds', async () => {
    const { counts } = await status();
    const first = incident({
      recordId: 'twice',
      revision: 1,
      injured: 3,
      reporter: 'us_dod',
      reportedAt: `${TODAY}T00:00:00Z`,
    });
    for (const body of [first, first, first.replace('"injured":3', '"injured":30')])
      expect((await post(body)).status).toBe(202);
    await folded();
    const after = (await status()).counts;
    expect([after['duplicates']! - counts['duplicates']!, after['conflicts']! - counts['conflicts']!]).toEqual([1, 1]);
    expect(barometer.follower.desk.incident('twice')!.casualties.injured).toMatchObject({ value: 3 });
    const html = await page('/incidents/twice?at=now');
    expect(html.match(/twice\.1/g)!.length).toBeGreaterThanOrEqual(3);
    expect(await page('/metrics')).toMatch(/^barometer_register_conflicts 1$/m);
  });

  it('answers other nonsense without harm', async () => {
    const answers = await Promise.all([
      fetch(`${barometer.url}/incidents`),
      fetch(`${barometer.url}/incidents/%00`),
      fetch(`${barometer.url}/outbox/..%2F..%2Fbarometer.yaml`),
      fetch(`${barometer.url}/?at=yesterday`),
      fetch(`${barometer.url}/series?watch=__proto__&rule=constructor`),
      fetch(`${barometer.url}/heartbeats`, { method: 'POST', body: '{"feed": 7}' }),
    ]);
    expect(answers.map(({ status: code }) => code)).toEqual([200, 404, 404, 400, 404, 400]);
  });
});

function lastRevision([record]: readonly { readonly value: string }[]): { readonly incidentId: string } {
  return (JSON.parse(record!.value) as { revision: { incidentId: string } }).revision;
}
