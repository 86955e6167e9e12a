import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: unknown;
}

/** A server that answers as told and keeps what it was asked. */
export interface ApiServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** Starts a server on a free port; the answer's body is sent as JSON unless it is text. */
export async function apiServer(answer: (seen: Seen) => { status?: number; body: unknown }): Promise<ApiServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, token: headers.authorization, body: text === '' ? undefined : JSON.parse(text) };
      seen.push(one);
      const { status = 200, body } = answer(one);
      response.writeHead(status, status === 302 ? { location: String(body) } : {});
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
