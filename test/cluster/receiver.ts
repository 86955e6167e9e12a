import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import type { Taken } from './sink.js';

/** What the receiver's thread says: where it listens, what it took, and that it said all it took before it was asked. */
export type Said = { readonly port: number } | { readonly taken: Taken } | { readonly all: true };

const say = (said: Said): void => parentPort!.postMessage(said);

function take(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
    say({ taken: { id: String(request.headers['webhook-id']), at: Date.now(), body } });
    response.writeHead(204).end();
  });
}

const server = createServer(take);
server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }));
parentPort!.on('message', () => say({ all: true }));
