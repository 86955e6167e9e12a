import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiServer, type ApiServer, type Seen } from '../testing/api-server.js';
import { runCli, THE_EXAMPLE } from '../testing/run-cli.js';

let answer: (seen: Seen) => { status?: number; body: unknown };
let server: ApiServer;
beforeEach(async () => {
  answer = () => ({ body: { done: true } });
  server = await apiServer((seen) => answer(seen));
});
afterEach(() => server.close());

const ask = (...argv: string[]) => runCli(argv, { env: { BAROMETER_URL: server.url, USER: 'kim' } });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(text: string): Promise<string> {
  const file = join(await mkdtemp(join(folder, 'token-')), 'token');
  await writeFile(file, text);
  return file;
}

describe('alerts', () => {
  const alert = (alertId: string) => ({
    ...{ state: 'open', alertId, watch: 'w', rule: 'r', series: 'country=JO', title: 'First attack in Jordan' },
    ...{ level: 'high', since: '2024-01-28T12:00:00.000Z', tone: 'alarm' },
  });

  it('lists those of a running server, page by page', async () => {
    answer = ({ path }) => {
      const offset = Number(new URL(path, server.url).searchParams.get('offset'));
      return { body: { items: [alert(`A${offset}`)], total: 2, next: offset === 0 ? 1 : null } };
    };
    const { code, out } = await ask('alerts', '--at', '2024-01-29');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'LEVEL  SINCE              ALERT  WATCH / RULE  SERIES      TITLE',
      'high   2024-01-28 12:00Z  A0     w / r         country=JO  First attack in Jordan',
      'high   2024-01-28 12:00Z  A1     w / r         country=JO  First attack in Jordan',
      '',
    ]);
    expect(server.seen[0]!.path).toBe('/api/v1/alerts?state=open&at=2024-01-29T23%3A59%3A59.999Z&limit=1000&offset=0');
  });

  it('lists those of a file, highest first', async () => {
    const { out } = await runCli(['alerts', ...THE_EXAMPLE, '--at', '2024-01-29', '--format', 'ndjson']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ level }) => level)).toEqual([
      ...['critical', 'high', 'elevated', 'elevated', 'elevated', 'elevated', 'elevated', 'low'],
    ]);
    expect(lines[0]).toMatchObject({ state: 'open', series: 'incident=founding-region/fr-057', seq: 3, history: true });
  });

  it('says so when there are none', async () => {
    answer = () => ({ body: { items: [], total: 0, next: null } });
    expect(await ask('alerts')).toMatchObject({ code: 0, out: '', err: 'no open alerts\n' });
  });
});

describe('acts', () => {
  it('acknowledges by the login name, with a note', async () => {
    const { code, out } = await ask('acknowledge', 'K7Q2M4T8WZ', '--note', 'calling the base');
    expect({ code, out }).toEqual({ code: 0, out: 'K7Q2M4T8WZ acknowledged by kim\n' });
    expect(server.seen).toMatchObject([
      {
        ...{ method: 'POST', path: '/api/v1/alerts/K7Q2M4T8WZ/acknowledge' },
        body: { by: 'kim', note: 'calling the base' },
      },
    ]);
  });

  it('silences with matchers, reason and an end from now', async () => {
    answer = () => ({ body: { id: '3f9c0a7be21d' } });
    const match = ['--match', 'watch=us-forces', '--match', 'rule=surge,daily-count', '--match', 'series=a=b,c=d'];
    const { out } = await ask('silence', ...match, '--reason', 'exercise', '--until', '4h', '--by', 'duty');
    expect(out).toBe('silence 3f9c0a7be21d until 2026-11-22 16:00Z\n');
    expect(server.seen[0]!.body).toEqual({
      matchers: { watch: ['us-forces'], rule: ['surge', 'daily-count'], series: ['a=b,c=d'] },
      ...{ reason: 'exercise', until: '2026-11-22T16:00:00.000Z', by: 'duty' },
    });
  });

  it('ends a silence', async () => {
    const { json } = await ask('end-silence', '3f9c0a7be21d', '--format', 'ndjson');
    expect(json()).toEqual([{ done: true }]);
    expect(server.seen[0]).toMatchObject({ path: '/api/v1/silences/3f9c0a7be21d/end', body: { by: 'kim' } });
  });

  it('sends the token of a file, and nothing but a token', async () => {
    await ask('end-silence', 'x', '--token-file', await fileOf('s3cret-token-0123456789\n'));
    expect(server.seen[0]!.token).toBe('Bearer s3cret-token-0123456789');
    const { code, err } = await ask('end-silence', 'x', '--token-file', await fileOf('duty act s3cret'));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/must hold one token/) });
    expect(err).not.toContain('s3cret');
  });

  const REFUSED: { answer: { status: number; body: unknown }; err: RegExp; why: string }[] = [
    { answer: { status: 401, body: {} }, err: /wants a token: --token-file/, why: 'nobody signed in' },
    { answer: { status: 403, body: {} }, err: /does not allow this/, why: 'a token of another role' },
    { answer: { status: 404, body: { message: 'no such alert' } }, err: /no such alert \(404\)/, why: 'no alert' },
    { answer: { status: 400, body: { message: ['a', 'b'] } }, err: /a; b \(400\)/, why: 'a bad body' },
    { answer: { status: 502, body: '<html>' }, err: /answered 502/, why: 'a proxy' },
    { answer: { status: 200, body: 'hello' }, err: /is no Barometer/, why: 'another server' },
    { answer: { status: 302, body: 'http://127.0.0.1:9/' }, err: /no Barometer answers/, why: 'a redirect' },
  ];

  it.each(REFUSED)('exits 2 with what the server said: $why', async ({ answer: given, err }) => {
    answer = () => given;
    const ran = await ask('acknowledge', 'A');
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(err);
  });

  const WRONG: { argv: string[]; err: RegExp }[] = [
    { argv: ['silence', '--match', 'wach=x', '--reason', 'r', '--until', '4h'], err: /write key=value/ },
    { argv: ['silence', '--match', 'watch=x', '--until', '4h'], err: /--reason/ },
    { argv: ['silence', '--match', 'watch=x', '--reason', 'r'], err: /--until/ },
    { argv: ['silence', '--match', 'watch=x', '--reason', 'r', '--until', 'soon'], err: /ISO 8601/ },
    { argv: ['alerts', '--url', 'nowhere'], err: /is not an address/ },
    { argv: ['alerts', '--url', 'http://127.0.0.1:1'], err: /no Barometer answers at http:\/\/127\.0\.0\.1:1\// },
  ];

  it.each(WRONG)('exits 2 for $argv', async ({ argv, err }) => {
    const ran = await ask(...argv);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(err);
    expect(server.seen).toEqual([]);
  });

  it('wants a name where the system has none', async () => {
    const { code, err } = await runCli(['acknowledge', 'A', '--url', server.url]);
    expect({ code, err }).toEqual({ code: 2, err: 'barometer: say who you are: --by NAME\n' });
  });
});
