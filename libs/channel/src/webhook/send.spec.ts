import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outgoing } from '@barometer/notice';
import { channelContract, outgoingOf, raisedTower22, type Behaviour, type ChannelRig } from '@barometer/notice/testing';
import { Webhook } from 'standardwebhooks';
import { allowList } from './guard.js';
import { webhookChannel } from './send.js';

const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const never = () => new AbortController().signal;
const outgoing = (): Outgoing => outgoingOf(raisedTower22(), { recipient: 'phone' });

interface Hit {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

interface HttpRig extends ChannelRig {
  readonly hits: readonly Hit[];
  readonly secretFile: string;
}

type Answer = (response: ServerResponse) => void;

/** A real web server, and the channel that posts to it; `answer` is what it says where nothing is scripted. */
async function openHttp(answer: Answer = (response) => response.end('thanks')): Promise<HttpRig> {
  const folder = await mkdtemp(join(tmpdir(), 'barometer-webhook-'));
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, `${NEW}\n${OLD}\n`);
  const hits: Hit[] = [];
  const taken: string[] = [];
  let coming: Behaviour[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      hits.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), path: request.url ?? '' });
      const [next = 'accept', ...rest] = coming;
      coming = rest;
      if (next === 'accept' || next === 'drop after accept') taken.push(String(request.headers['webhook-id']));
      act(next, response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/duty`;
  const timeouts = { connect: 500, total: 700 };
  return {
    channel: webhookChannel({ options: { url, secretFile }, allowed: allowList([]), timeouts }),
    ...{ recipient: 'phone', hits, secretFile },
    script: (behaviours) => void (coming = [...behaviours]),
    taken: () => taken,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

function act(behaviour: Behaviour, response: ServerResponse, answer: Answer): void {
  if (behaviour === 'accept') answer(response);
  else if (behaviour === 'defer') response.writeHead(503).end('later');
  else if (behaviour === 'refuse') response.writeHead(400).end('no');
  else if (behaviour === 'drop after accept') response.socket?.destroy();
}

channelContract('webhook', () => openHttp());

describe('a webhook', () => {
  it('verifies under each secret, with the same bytes and id on every attempt', async () => {
    const rig = await openHttp();
    rig.script(['defer']);
    const at = Date.now();
    await rig.channel.send({ ...outgoing(), at }, never());
    await rig.channel.send({ ...outgoing(), at: at + 5_000 }, never());
    const [first, second] = rig.hits;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(first?.headers['idempotency-key']).toBe(outgoing().key);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
    for (const hit of rig.hits)
      for (const secret of [OLD, NEW])
        expect(new Webhook(secret).verify(hit.body, hit.headers as Record<string, string>)).toMatchObject({
          type: expect.any(String),
        });
    await rig.close();
  });

  it.each([
    [200, 'accepted', 'taken'],
    [204, 'accepted', 'taken without a word'],
    [301, 'blocked', 'the URL is wrong'],
    [307, 'blocked', 'the URL is wrong'],
    [400, 'refused', 'the body is not understood'],
    [401, 'blocked', 'the secret is not known there'],
    [403, 'blocked', 'we are not let in'],
    [404, 'blocked', 'nobody is there'],
    [405, 'blocked', 'something else is there'],
    [407, 'blocked', 'a proxy wants to know us'],
    [408, 'retry', 'it was too slow'],
    [410, 'gone', 'it wants no more'],
    [413, 'refused', 'this message is too large for it'],
    [422, 'refused', 'this message makes no sense to it'],
    [425, 'retry', 'too early'],
    [429, 'retry', 'too many'],
    [500, 'retry', 'it broke'],
    [503, 'retry', 'it is down'],
  ])('takes %d as %s: %s', async (status, is, why) => {
    const rig = await openHttp((response) => response.writeHead(status, { location: '/elsewhere' }).end());
    expect([(await rig.channel.send(outgoing(), never())).is, why]).toEqual([is, why]);
    expect(rig.hits.map(({ path }) => path)).toEqual(['/duty']);
    await rig.close();
  });

  it('says of a redirect what to do about it', async () => {
    const rig = await openHttp((response) => response.writeHead(308, { location: '/elsewhere' }).end());
    const why = '308: redirects are not followed; set the URL it leads to';
    expect(await rig.channel.send(outgoing(), never())).toEqual({ is: 'blocked', why });
    await rig.close();
  });

  it.each([
    ['120', 120_000, 'seconds'],
    ['Sun, 28 Jan 2024 12:01:10 GMT', 60_000, 'a date'],
    ['Sun, 28 Jan 2024 11:00:00 GMT', 0, 'a date that has passed'],
    ['soon', undefined, 'nothing usable'],
    ['-5', undefined, 'nothing usable'],
    ['1e9', undefined, 'nothing usable'],
  ])('waits as Retry-After %s says: %p (%s)', async (text, after, why) => {
    const rig = await openHttp((response) => response.writeHead(429, { 'retry-after': text }).end());
    const outcome = await rig.channel.send(outgoing(), never());
    const expected = { is: 'retry', why: '429', ...(after === undefined ? {} : { after }) };
    expect([outcome, why]).toEqual([expected, why]);
    await rig.close();
  });

  it('reads no more than 64 KiB of a reply and shows little of it', async () => {
    let wrote = 0;
    const rig = await openHttp((response) => {
      const more = (): void => {
        while (!response.destroyed && wrote < 64 * 1024 * 1024) {
          wrote += 65_536;
          if (!response.write('x'.repeat(65_536))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const outcome = await rig.channel.send(outgoing(), never());
    expect(outcome.is).toBe('accepted');
    expect(JSON.stringify(outcome).length).toBeLessThan(300);
    expect(wrote).toBeLessThan(64 * 1024 * 1024);
    await rig.close();
  });

  it.each([
    ['it hangs', (): Promise<never> => new Promise(() => undefined), 'no answer in time'],
    [
      'it fails',
      () => Promise.reject(Object.assign(new Error('a.b'), { code: 'EAI_AGAIN' })),
      'no connection (EAI_AGAIN)',
    ],
  ])('tries again when the look-up of its name does not answer: %s', async (_why, lookup, why) => {
    const rig = await openHttp();
    const options = { url: 'https://hooks.example.org/duty', secretFile: rig.secretFile };
    const channel = webhookChannel({ options, allowed: allowList([]), lookup, timeouts: { connect: 50, total: 50 } });
    expect(await channel.send(outgoing(), never())).toEqual({ is: 'retry', why });
    await rig.close();
  });

  it('says which of the two ended an attempt: the time, or a stop', async () => {
    const rig = await openHttp();
    rig.script(['hang']);
    expect(await rig.channel.send(outgoing(), never())).toEqual({ is: 'retry', why: 'no answer in time' });
    const why = 'stopped before an answer came';
    expect(await rig.channel.send(outgoing(), AbortSignal.abort())).toEqual({ is: 'retry', why });
    await rig.close();
  });

  it.each([
    { file: undefined, why: 'the secret file cannot be read (ENOENT)', because: 'a mount that is late' },
    {
      file: '',
      why: 'the secret file holds no secret',
      because: 'cut and not yet written again while a secret is rotated',
    },
    { file: 'whsec_c2hvcnQ=\n', why: 'a signing secret needs at least 24 bytes', because: 'its operator can mend it' },
  ])('waits for a secret file that cannot be used, and says so: $because', async ({ file, why }) => {
    const rig = await openHttp();
    if (file === undefined) await rm(rig.secretFile);
    else await writeFile(rig.secretFile, file);
    expect(await rig.channel.send(outgoing(), never())).toEqual({ is: 'blocked', why });
    expect(rig.hits).toEqual([]);
    await writeFile(rig.secretFile, `${NEW}\n`);
    expect(await rig.channel.send(outgoing(), never())).toMatchObject({ is: 'accepted' });
    await rig.close();
  });

  it('never tells a secret or a path, whatever goes wrong', async () => {
    const rig = await openHttp((response) => response.writeHead(500).end('broken'));
    const told: unknown[] = [];
    for (const behaviours of [['accept'], ['defer'], ['refuse'], ['hang'], ['drop after accept']] as Behaviour[][]) {
      rig.script(behaviours);
      told.push(await rig.channel.send(outgoing(), never()));
    }
    const secret = (await readFile(rig.secretFile, 'utf8')).trim().slice(6, 30);
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(JSON.stringify(told)).not.toContain(rig.secretFile);
    await rig.close();
  });

  it('does not go to a private address, by number or by name', async () => {
    const rig = await openHttp();
    for (const url of ['https://10.0.0.1/', 'https://[::1%25lo]/', 'https://localtest.invalid/', 'http://0.0.0.0/']) {
      const { secretFile } = rig;
      const channel = webhookChannel({ options: { url, secretFile }, allowed: allowList([]) });
      expect((await channel.send(outgoing(), never())).is).not.toBe('accepted');
    }
    await rig.close();
  });
});
