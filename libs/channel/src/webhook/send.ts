import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { BlockList } from 'node:net';
import { clip, webhookPayload, type Channel, type Outcome, type Outgoing } from '@barometer/notice';
import { isInsecure } from '../insecure.js';
import { untilAborted } from '../until.js';
import { Forbidden, vet, type Lookup, type Target } from './guard.js';
import { WEBHOOK_TIMEOUTS, type WebhookOptions, type WebhookTimeouts } from './options.js';
import { judge, type Reply } from './reply.js';
import { BadSecret, readSecrets, signatureHeaders } from './sign.js';

const LARGEST_REPLY = 64 * 1024;

/** Where a webhook posts to, which private addresses it may call, and how long it waits. */
export interface WebhookOn {
  readonly options: WebhookOptions;
  readonly allowed: BlockList;
  readonly timeouts?: WebhookTimeouts;
  /** How names are looked up; the machine's own way by default. */
  readonly lookup?: Lookup;
}

/** A signed POST of JSON, tried once: no redirects, no proxy, only vetted addresses. */
export function webhookChannel(on: WebhookOn): Channel {
  return {
    name: 'webhook',
    send: (outgoing, signal) => attempt(outgoing, on, signal),
    close: () => Promise.resolve(),
  };
}

async function attempt(outgoing: Outgoing, on: WebhookOn, signal: AbortSignal): Promise<Outcome> {
  const body = JSON.stringify(webhookPayload(outgoing.notice, outgoing.message));
  const timeouts = on.timeouts ?? WEBHOOK_TIMEOUTS;
  const late = AbortSignal.timeout(timeouts.total);
  const ended = AbortSignal.any([signal, late]);
  try {
    const secrets = readSecrets(await readFile(on.options.secretFile, 'utf8'));
    const target = await untilAborted(vet(on.options.url, on.allowed, on.lookup), ended);
    const headers = signatureHeaders(outgoing.key, outgoing.at, body, secrets);
    return judge(await post(target, { body, headers, connect: timeouts.connect, signal: ended }), outgoing.at);
  } catch (error) {
    if (signal.aborted) return { is: 'retry', why: 'stopped before an answer came' };
    if (late.aborted) return { is: 'retry', why: 'no answer in time' };
    return outcomeOf(error as NodeJS.ErrnoException);
  }
}

interface Post {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The longest wait for a connection, in milliseconds. */
  readonly connect: number;
  readonly signal: AbortSignal;
}

function post({ url, address, family }: Target, { body, headers, connect, signal }: Post): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const sending = request(url, {
      method: 'POST',
      agent: false,
      signal,
      // The name stays for TLS and Host; the connection goes to the address that was vetted.
      lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': headers['webhook-id'],
        'user-agent': 'Barometer',
      },
    });
    const connecting = setTimeout(() => sending.destroy(timedOut()), connect);
    sending.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)));
    sending.on('response', (response) => read(response).then(resolve, reject));
    sending.on('error', reject);
    sending.on('close', () => clearTimeout(connecting));
    sending.end(body);
  });
}

/** Reads the reply to its end, at most 64 KiB of it: what is cut off was not needed. */
async function read(response: http.IncomingMessage): Promise<Reply> {
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > LARGEST_REPLY) break;
  }
  response.destroy();
  return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text: clip(text, 200) };
}

function timedOut(): Error {
  return Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' });
}

/** What an error means; its text may hold the URL, so only its code is told. */
function outcomeOf(error: NodeJS.ErrnoException): Outcome {
  if (error instanceof Forbidden || error instanceof BadSecret) return { is: 'blocked', why: error.message };
  if (error.code === 'ENOENT' || error.code === 'EACCES') {
    return { is: 'blocked', why: `the secret file cannot be read (${error.code})` };
  }
  if (isInsecure(error.code)) {
    return { is: 'blocked', why: `no secure connection (${error.code}): check the receiver's certificate` };
  }
  return { is: 'retry', why: `no connection (${error.code ?? error.name})` };
}
