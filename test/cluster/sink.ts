import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One webhook that was accepted. */
export interface Taken {
  readonly id: string;
  /** Wall clock, ms. */
  readonly at: number;
  readonly body: unknown;
}

/** A real HTTP receiver that accepts everything and keeps it. */
export class Sink {
  readonly taken: Taken[] = [];
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Sink> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
        sink.taken.push({ id: String(request.headers['webhook-id']), at: Date.now(), body });
        response.writeHead(204).end();
      });
    });
    const sink = new Sink(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
