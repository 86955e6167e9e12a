import { createServer } from 'node:net';

/**
 * Below the range that the system gives to outgoing connections and to whoever asks for any port: nobody else comes between the moment a
 * port is found and the moment it is listened on, and a client never finds itself at a stopped broker's port.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
/** Each test worker has a part of its own. */
const PARTS = 8;
const WIDTH = (HIGHEST - LOWEST) / PARTS;

const part = Number(process.env['JEST_WORKER_ID'] ?? 1) % PARTS;
let next = Math.floor(Math.random() * WIDTH);

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port on 127.0.0.1 that nobody listens on, and that no call returned before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + part * WIDTH + (next++ % WIDTH);
    if (await isFree(port)) return port;
  }
}
