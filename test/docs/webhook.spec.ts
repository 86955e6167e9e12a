import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChannel } from '@barometer/channel';
import { webhookSchema } from '@barometer/notice';
import { outgoingOf, raisedTower22 } from '@barometer/notice/testing';
import { examples, page } from './pages.js';

const webhook = page('docs/webhook.md');
const [payload] = examples(webhook, 'payload');
const [verify] = examples(webhook, 'verify');
const [secretLine] = examples(webhook, 'secret');

interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the example's `verify` answers when it is run by itself. */
function verified(given: Received & { readonly secret: string; readonly now: number }): string {
  const call = `const { secret, headers, body, now } = ${JSON.stringify(given)};\nconsole.log(verify(secret, headers, body, now));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', `${verify}\n${call}`], { encoding: 'utf8' });
  return run.stdout.trim() || run.stderr;
}

describe('docs/webhook.md', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-webhook-'));
  const secret = spawnSync('bash', ['-c', secretLine!], { encoding: 'utf8' }).stdout.trim();
  const outgoing = outgoingOf(raisedTower22(), { recipient: 'phone' });
  const now = outgoing.at / 1_000;
  let server: Server;
  let received: Received;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received = { headers: request.headers as Received['headers'], body };
      response.statusCode = 204;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const secretFile = join(directory, 'secret');
    writeFileSync(secretFile, `${secret}\n`);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const receiver = { name: 'phone', channel: 'webhook', recipients: ['phone'], options: { url, secretFile } };
    const channel = createChannel(receiver, { outboxDirectory: directory, forceOutbox: false });
    expect(await channel.send(outgoing, new AbortController().signal)).toMatchObject({ is: 'accepted' });
    await channel.close();
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  });

  it('shows a body of the published form', () => {
    const parsed: unknown = JSON.parse(payload!);
    expect(webhookSchema.parse(parsed)).toEqual(parsed);
  });

  it('names the headers that are sent', () => {
    const named = [...webhook.text.matchAll(/^\| `([a-z-]+)`(?:, `([a-z-]+)`)? +\|/gm)].flatMap(
      ([, ...names]) => names,
    );
    expect(Object.keys(received.headers)).toEqual(expect.arrayContaining(named.filter((name) => name !== undefined)));
  });

  it.each([
    { why: 'as it came', change: () => ({}), answer: 'true' },
    {
      why: 'signed with an old and a new secret',
      change: () => header('webhook-signature', `v1,b2xk ${received.headers['webhook-signature']}`),
      answer: 'true',
    },
    {
      why: 'another body',
      change: () => ({ body: received.body.replace('"killed":3', '"killed":4') }),
      answer: 'false',
    },
    { why: 'another id', change: () => header('webhook-id', 'another'), answer: 'false' },
    { why: 'another time', change: () => header('webhook-timestamp', String(now + 1)), answer: 'false' },
    { why: 'replayed after five minutes', change: () => ({ now: now + 300 }), answer: 'false' },
    { why: 'no signature', change: () => header('webhook-signature', undefined), answer: 'false' },
    { why: 'no time', change: () => header('webhook-timestamp', undefined), answer: 'false' },
    {
      why: 'another secret',
      change: () => ({ secret: `whsec_${Buffer.alloc(32).toString('base64')}` }),
      answer: 'false',
    },
  ])('verifies what the channel sent: $why is $answer', ({ change, answer }) => {
    expect(verified({ secret, now, ...received, ...change() })).toBe(answer);
  });

  function header(name: string, value: string | undefined): Pick<Received, 'headers'> {
    return { headers: { ...received.headers, [name]: value! } };
  }
});
