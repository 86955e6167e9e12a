import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const API_VERSIONS = 18;
const METADATA = 3;

/** Speaks as much of the protocol as it takes to say that the cluster's only broker is at another host, on this one's port. */
export class FakeBroker {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly advertised: string,
  ) {}

  static async start(advertised: string): Promise<FakeBroker> {
    const server = createServer();
    const broker = new FakeBroker(server, advertised);
    server.on('connection', (socket) => broker.serve(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return broker;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    let have: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      have = Buffer.concat([have, chunk]);
      for (; have.length >= 4 && have.length >= 4 + have.readInt32BE(0); have = have.subarray(4 + have.readInt32BE(0)))
        socket.write(this.answer(have));
    });
  }

  private answer(request: Buffer): Buffer {
    const api = request.readInt16BE(4);
    const body = Buffer.concat([int32(request.readInt32BE(8)), api === METADATA ? this.metadata() : versions()]);
    return Buffer.concat([int32(body.length), body]);
  }

  /** Metadata 1: the brokers, each with its rack; the controller; no topics. */
  private metadata(): Buffer {
    return Buffer.concat([int32(1), int32(1), text(this.advertised), int32(this.port), int16(-1), int32(1), int32(0)]);
  }
}

/** ApiVersions 2: no error; what is spoken, from and to which version; not throttled. */
function versions(): Buffer {
  const spoken = [
    [API_VERSIONS, 0, 2],
    [METADATA, 0, 1],
  ].flatMap((numbers) => numbers.map(int16));
  return Buffer.concat([int16(0), int32(2), ...spoken, int32(0)]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}
