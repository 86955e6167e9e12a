import { createServer, type Server } from 'node:http';
import { createServer as createDoor, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';

/** One message that a receiver accepted. */
export interface Accepted {
  readonly by: 'smtp' | 'http';
  /** Message-ID or webhook-id. */
  readonly id: string;
  /** The door through which it came. */
  readonly door: number;
}

/** One process's way to the receivers; it shuts with the process, as the operating system ends a dead one's connections. */
export interface Door {
  /** Doors are counted from 1. */
  readonly number: number;
  readonly smtpPort: number;
  readonly url: string;
  shut(): void;
}

/** A real mail server and a real HTTP receiver that outlive every process and keep what they accept. */
export interface Receivers {
  readonly accepted: readonly Accepted[];
  /** New ports of this machine, for one process. */
  open(): Promise<Door>;
  close(): Promise<void>;
}

/** The two ends of a connection's ports. */
interface Ports {
  readonly localPort: number;
  readonly remotePort: number;
}

const nameOf = ({ localPort, remotePort }: Ports) => `${localPort}<-${remotePort}`;

/** Opens both. */
export function openReceivers(): Receivers {
  const accepted: Accepted[] = [];
  const doors = new Map<string, number>();
  let count = 0;
  const mail = mailServer((id, ports) => void accepted.push({ by: 'smtp', id, door: doors.get(nameOf(ports))! }));
  const web = webServer((id, ports) => void accepted.push({ by: 'http', id, door: doors.get(nameOf(ports))! }));
  const open = async (): Promise<Door> => {
    const number = ++count;
    const enter = (socket: Socket) => void doors.set(nameOf(socket as Ports), number);
    const [smtp, http] = [doorTo(mail.server, enter), doorTo(web, enter)];
    const shut = () => (smtp.shut(), http.shut());
    return { number, smtpPort: await smtp.port, url: `http://127.0.0.1:${await http.port}/hook`, shut };
  };
  return { accepted, open, close: () => new Promise((resolve) => mail.close(() => resolve())) };
}

/** A port whose connections go on to a server. */
function doorTo(server: NetServer, enter: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const door = createDoor((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    enter(socket);
    server.emit('connection', socket);
  });
  const shut = () => {
    door.close();
    sockets.forEach((socket) => socket.destroy());
  };
  return { port: listening(door.listen(0, '127.0.0.1')), shut };
}

function mailServer(keep: (id: string, ports: Ports) => void): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onData(stream, { localPort, remotePort }, answer) {
      textOf(stream).then(
        (body) => {
          keep(messageIdOf(body), { localPort, remotePort });
          answer();
        },
        (error: Error) => answer(error),
      );
    },
  });
  // A sender that dies in the middle of its words is what this server is here for.
  server.on('error', () => undefined);
  return server;
}

function webServer(keep: (id: string, ports: Ports) => void): Server {
  return createServer((request, response) => {
    const { localPort, remotePort } = request.socket as Ports;
    textOf(request).then(
      () => {
        keep(String(request.headers['webhook-id']), { localPort, remotePort });
        response.writeHead(204).end();
      },
      () => response.destroy(),
    );
  });
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function messageIdOf(mail: string): string {
  return /^message-id:\s*<([^>]+)>/im.exec(mail)?.[1] ?? 'none';
}

function listening(server: NetServer): Promise<number> {
  return new Promise((resolve) => server.once('listening', () => resolve((server.address() as AddressInfo).port)));
}
