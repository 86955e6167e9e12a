import { createServer, type Server } from 'node:net';
import { Controller, Delete, Get, Module, Post, Req } from '@nestjs/common';
import request from 'supertest';
import { operatorOf } from './access.js';
import { readBody } from './body.js';
import { createHealth } from './health.js';
import { createLogger } from '../log/logger.js';
import { createRegistry } from '../metrics/metrics.js';
import { Needs } from './roles.js';
import { ServeRefused, serve, type Served, type ServeOptions } from './serve.js';
import { digestOf, parseTokens } from './tokens.js';

@Controller()
class Room {
  @Get('look')
  look(): string {
    return 'seen';
  }

  @Post('report')
  @Needs('report')
  async report(@Req() incoming: never): Promise<{ length: number }> {
    return { length: (await readBody(incoming, 1024)).length };
  }

  @Post('act')
  act(@Req() incoming: object): { by: string } {
    return { by: operatorOf(incoming).name };
  }

  @Delete('act')
  undo(): void {}
}

@Module({ controllers: [Room] })
class RoomModule {}

const TOKENS = { reader: 'reader-token-0000001', feed: 'feed-token-000000001', duty: 'duty-token-000000001' };
const open: Served[] = [];

async function serving(more: Partial<ServeOptions> = {}): Promise<Served> {
  const served = await serve(RoomModule, {
    host: '127.0.0.1',
    port: 0,
    logger: createLogger({ level: 'silent' }),
    registry: createRegistry(),
    ...more,
  });
  open.push(served);
  return served;
}

const tokens = parseTokens(
  [
    '# who may do what',
    `reader read sha256:${digestOf(TOKENS.reader).toString('hex')}`,
    `feed report ${TOKENS.feed}`,
    `duty act ${TOKENS.duty}`,
  ].join('\n'),
);

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

describe('every route for every role', () => {
  const routes = [
    { method: 'get', path: '/look', allowed: ['reader', 'duty'] },
    { method: 'post', path: '/report', allowed: ['feed'] },
    { method: 'post', path: '/act', allowed: ['duty'] },
    { method: 'delete', path: '/act', allowed: ['duty'] },
    { method: 'get', path: '/metrics', allowed: ['reader', 'duty'] },
    { method: 'get', path: '/healthz', allowed: ['nobody', 'wrong', 'reader', 'feed', 'duty'] },
    { method: 'get', path: '/readyz', allowed: ['nobody', 'wrong', 'reader', 'feed', 'duty'] },
    { method: 'get', path: '/login', allowed: ['nobody', 'wrong', 'reader', 'feed', 'duty'] },
    { method: 'get', path: '/login.css', allowed: ['nobody', 'wrong', 'reader', 'feed', 'duty'] },
  ] as const;
  const senders = { nobody: undefined, wrong: 'no-such-token-000001', ...TOKENS };

  it('answers as the matrix says', async () => {
    const { url } = await serving({ tokens });
    const wrong: string[] = [];
    for (const route of routes) {
      for (const [sender, token] of Object.entries(senders)) {
        const call = request(url)[route.method](route.path);
        const { status } = await (token === undefined ? call : call.set('Authorization', `Bearer ${token}`));
        const may = (route.allowed as readonly string[]).includes(sender);
        const known = sender in TOKENS;
        const right = may ? status < 300 : status === (known ? 403 : 401);
        if (!right) wrong.push(`${route.method} ${route.path} as ${sender}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('lets this machine do everything without a token file', async () => {
    const { url } = await serving();
    expect((await request(url).get('/look')).status).toBe(200);
    expect((await request(url).post('/act')).body).toEqual({ by: 'local' });
  });
});

describe('other sites', () => {
  const rows = [
    { why: 'a program sends neither', headers: {}, status: 201 },
    { why: 'our own page', headers: { 'Sec-Fetch-Site': 'same-origin' }, status: 201 },
    { why: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403 },
    { why: 'another port of this machine', headers: { 'Sec-Fetch-Site': 'same-site' }, status: 403 },
    { why: 'an older browser on another site', headers: { Origin: 'https://evil.example' }, status: 403 },
    { why: 'an opaque origin', headers: { Origin: 'null' }, status: 403 },
    { why: 'a name rebound to this machine', headers: { Host: 'evil.example' }, status: 403 },
    { why: 'a name that only begins like ours', headers: { Host: '127.0.0.1.evil.example' }, status: 403 },
    { why: 'a name behind a user', headers: { Host: 'evil.example@127.0.0.1' }, status: 403 },
    {
      why: 'the public URL',
      headers: { Host: 'barometer.example.org', Origin: 'https://barometer.example.org' },
      status: 201,
    },
  ];
  it.each(rows)('POST: $why → $status', async ({ headers, status }) => {
    const { url } = await serving({ publicUrl: 'https://barometer.example.org' });
    expect(
      (
        await request(url)
          .post('/act')
          .set(headers as Record<string, string>)
      ).status,
    ).toBe(status);
  });

  it('does not let a rebound name read either', async () => {
    const { url } = await serving();
    expect((await request(url).get('/look').set('Host', 'evil.example')).status).toBe(403);
  });
});

describe('signing in', () => {
  it('sends a browser to the page, takes a token, and asks our own origin for changes', async () => {
    const { url } = await serving({ tokens });
    const sent = await request(url).get('/look?a=1').set('Accept', 'text/html');
    expect([sent.status, sent.headers['location']]).toEqual([303, '/login?next=%2Flook%3Fa%3D1']);
    const signed = await request(url).post('/login').type('form').send({ token: TOKENS.duty, next: '/look' });
    expect([signed.status, signed.headers['location']]).toEqual([303, '/look']);
    const cookie = String(signed.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const session = cookie.split(';')[0]!;
    expect((await request(url).get('/look').set('Cookie', session)).status).toBe(200);
    expect((await request(url).post('/act').set('Cookie', session)).status).toBe(403);
    expect((await request(url).post('/act').set('Cookie', session).set('Sec-Fetch-Site', 'same-origin')).body).toEqual({
      by: 'duty',
    });
    await request(url).post('/logout').set('Cookie', session).set('Sec-Fetch-Site', 'same-origin').expect(303);
    expect((await request(url).get('/look').set('Cookie', session)).status).toBe(401);
  });

  it('refuses unknown tokens, slows down who guesses, and lets those in who have one all the same', async () => {
    const { url } = await serving({ tokens });
    const sent = (token: string) => request(url).post('/login').type('form').send({ token });
    const tries = [];
    for (let i = 0; i < 12; i += 1) tries.push((await sent(`x${i}`)).status);
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    const last = await sent('x');
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(last.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await sent(TOKENS.duty)).status).toBe(303);
  });

  it('answers a form of any size as one without a token', async () => {
    const { url } = await serving({ tokens });
    const sent = await request(url)
      .post('/login')
      .type('form')
      .send({ token: 'x'.repeat(2_000_000) });
    expect(sent.status).toBe(401);
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/a\r\nSet-Cookie: x=1',
  ])('goes on only to a path of ours: %j', async (next) => {
    const { url } = await serving({ tokens });
    const signed = await request(url).post('/login').type('form').send({ token: TOKENS.reader, next });
    expect(signed.headers['location']).toBe('/');
  });

  it('is not done by another site', async () => {
    const { url } = await serving({ tokens });
    const signed = await request(url)
      .post('/login')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ token: TOKENS.reader });
    expect([signed.status, signed.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('escapes where it goes on to', async () => {
    const { url } = await serving();
    const page = await request(url).get('/login').query({ next: '/"><script>alert(1)</script>' });
    expect(page.text).not.toContain('<script');
  });
});

describe('where it listens', () => {
  it('refuses an address others can reach without a token file', async () => {
    await expect(serving({ host: '0.0.0.0' })).rejects.toThrow(ServeRefused);
    await expect(serving({ host: '0.0.0.0' })).rejects.toThrow(/tokenFile/);
    const served = await serving({ host: '0.0.0.0', tokens });
    expect(served.port).toBeGreaterThan(0);
  });

  describe('a taken port', () => {
    let blocker: Server;
    let port: number;
    beforeEach(async () => {
      blocker = createServer();
      await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
      port = (blocker.address() as { port: number }).port;
    });
    afterEach(() => new Promise((resolve) => blocker.close(resolve)));

    it('is named', async () => {
      await expect(serving({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
    });

    it('is passed over when asked', async () => {
      const served = await serving({ port, nextFree: true });
      expect(served.taken).toContain(port);
      expect((await request(served.url).get('/look')).text).toBe('seen');
    });
  });
});

describe('the process', () => {
  it('tells whether it is ready, and what is not', async () => {
    const health = createHealth();
    let problem: string | undefined = undefined;
    health.add({ name: 'journal', problem: () => problem });
    health.add({ name: 'desk', problem: () => Promise.reject(new Error('secret detail')).then(() => undefined) });
    const { url } = await serving({ health });
    const ill = await request(url).get('/readyz');
    expect([ill.status, ill.body]).toEqual([503, { status: 'not ready', checks: { journal: 'ok', desk: 'failed' } }]);
    problem = 'behind';
    expect((await request(url).get('/readyz')).body.checks.journal).toBe('behind');
  });

  it('is ready where nothing is checked, and has metrics', async () => {
    const { url } = await serving();
    expect((await request(url).get('/readyz')).status).toBe(200);
    const metrics = await request(url).get('/metrics');
    expect(metrics.text).toContain('process_cpu_user_seconds_total');
    expect(metrics.headers['content-type']).toContain('version=0.0.4');
  });

  it('forbids scripts, frames and foreign content in every answer, errors too', async () => {
    const { url } = await serving();
    for (const path of ['/look', '/nowhere', '/login']) {
      const { headers } = await request(url).get(path);
      expect(headers['content-security-policy']).toContain(
        "default-src 'none'; style-src 'self'; img-src 'self' data:",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('hands bodies over unread', async () => {
    const { url } = await serving();
    const sent = await request(url)
      .post('/report')
      .set('Content-Type', 'application/x-ndjson')
      .send('{"a":1}\n{"b":2}\n');
    expect(sent.body).toEqual({ length: 16 });
  });
});
