import { readFileSync } from 'node:fs';
import { CannotRun } from '../exit.js';
import { note, type Io } from '../io.js';

/** Where a running Barometer answers, and the token it may want. */
export interface ServerOptions {
  readonly url?: string;
  readonly tokenFile?: string;
}

const USUAL = 'http://127.0.0.1:8080';
const TIMEOUT = 30_000;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Asks a running Barometer's API. */
export class Client {
  private readonly base: URL;
  private readonly token: string | undefined;

  constructor(
    private readonly io: Io,
    { url, tokenFile }: ServerOptions,
  ) {
    this.base = baseOf(url ?? io.env['BAROMETER_URL'] ?? USUAL);
    const file = tokenFile ?? io.env['BAROMETER_TOKEN_FILE'];
    this.token = file === undefined ? undefined : readToken(file);
    if (this.token !== undefined && this.base.protocol === 'http:' && !LOOPBACK.test(this.base.hostname))
      note(io, `the token is sent to ${this.base.host} without protection: use https`);
  }

  /** Every item of a list, page by page. */
  async *list<T>(path: string, query: Readonly<Record<string, string | undefined>>): AsyncIterable<T> {
    for (let offset: number | null = 0; offset !== null;) {
      const page: { items: readonly T[]; next: number | null } = await this.ask('GET', path, {
        query: { ...query, limit: '1000', offset: String(offset) },
      });
      yield* page.items;
      offset = page.next;
    }
  }

  /** One call; throws `CannotRun` with what the server said. */
  async ask<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { query = {}, body }: { query?: Readonly<Record<string, string | undefined>>; body?: unknown } = {},
  ): Promise<T> {
    const url = new URL(path, this.base);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const response = await this.send(url, method, body);
    const text = await response.text();
    if (!response.ok) throw new CannotRun(`${this.base.host}: ${refusal(response.status, text)}`);
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new CannotRun(`${url.href} is no Barometer: it does not answer in JSON`);
    }
  }

  private async send(url: URL, method: string, body: unknown): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.token !== undefined) headers['authorization'] = `Bearer ${this.token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      // A redirect would carry the token elsewhere.
      return await fetch(url, { method, headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT), ...sent });
    } catch (error) {
      throw new CannotRun(`no Barometer answers at ${this.base.href}: ${causeOf(error)}`);
    }
  }

  /** The operator's name where no `--by` is given. */
  operator(by: string | undefined): string {
    const { env } = this.io;
    const name = by ?? env['USER'] ?? env['LOGNAME'] ?? env['USERNAME'];
    if (name === undefined || name === '') throw new CannotRun('say who you are: --by NAME');
    return name;
  }
}

function baseOf(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('not http');
    return new URL(url.href.endsWith('/') ? url.href : `${url.href}/`);
  } catch {
    throw new CannotRun(`${JSON.stringify(text)} is not an address such as ${USUAL}`);
  }
}

function readToken(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CannotRun(`the token file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? ''}`);
  }
  if (!/^[\x21-\x7e]+$/.test(text)) throw new CannotRun(`the token file ${file} must hold one token and nothing else`);
  return text;
}

function refusal(status: number, text: string): string {
  if (status === 401) return 'it wants a token: --token-file FILE';
  if (status === 403) return 'the token does not allow this';
  const message = messageOf(text);
  return message === '' ? `it answered ${status}` : `${message} (${status})`;
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return Array.isArray(message) ? message.join('; ') : typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
