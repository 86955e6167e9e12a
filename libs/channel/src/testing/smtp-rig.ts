import type { AddressInfo } from 'node:net';
import type { Behaviour, ChannelRig } from '@barometer/notice/testing';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';
import type { SmtpSettings } from '../email/options.js';
import { emailChannel } from '../email/send.js';

/** A mail server on loopback that does what it is told, and the channel that talks to it. */
export interface SmtpRig extends ChannelRig {
  /** The raw bytes of each mail it took. */
  readonly mails: readonly Buffer[];
}

const TIMEOUTS = { connection: 1_500, greeting: 1_500, socket: 700 };

/** Opens a real SMTP server; `settings` changes how the channel reaches it, `server` what it answers. */
export async function openSmtp(
  settings: Partial<SmtpSettings> = {},
  options: SMTPServerOptions = {},
): Promise<SmtpRig> {
  const mails: Buffer[] = [];
  let coming: Behaviour[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, allowInsecureAuth: true, hideSTARTTLS: true, closeTimeout: 50, logger: false },
    onRcptTo(_address, _session, done) {
      const next = coming[0];
      if (next === 'drop after accept') return done();
      coming = coming.slice(1);
      if (next === 'hang') return;
      done(next === 'defer' ? reply(451, 'greylisted') : next === 'refuse' ? reply(550, 'no such user') : null);
    },
    onData(stream, _session, done) {
      void all(stream).then((mail) => {
        mails.push(mail);
        if (coming[0] !== 'drop after accept') return done(null);
        coming = coming.slice(1);
        drop(server);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const smtp = { host: '127.0.0.1', port, security: 'none' as const, from: 'Desk <desk@example.org>', ...settings };
  return {
    channel: emailChannel(smtp, TIMEOUTS),
    recipient: 'duty@example.org',
    mails,
    script: (behaviours) => void (coming = [...behaviours]),
    taken: () => mails.map((mail) => /^X-Barometer-Key: (\S+)/m.exec(mail.toString())?.[1] ?? ''),
    close: () =>
      new Promise((resolve) => {
        drop(server);
        server.close(() => resolve());
      }),
  };
}

/** A server's answer with its code. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function drop(server: SMTPServer): void {
  const open = (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> }).connections;
  for (const connection of open) connection._socket.destroy();
}

async function all(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
