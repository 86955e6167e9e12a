import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { webhookPayload, type Channel, type Outgoing } from '@barometer/notice';
import { iso } from '@barometer/time';
import { createTransport } from 'nodemailer';
import { mailOf } from '../email/mail.js';

/** What an outbox holds of a receiver: mails as .eml, webhook bodies as .json. */
export type OutboxForm = 'eml' | 'json';

const FROM = 'Barometer <barometer@localhost>';

/** Writes every message to a file instead of sending it; the same delivery gives the same file. */
export function outboxChannel(directory: string, form: OutboxForm, from: string = FROM): Channel {
  return {
    name: 'outbox',
    async send(outgoing) {
      const name = fileName(outgoing, form);
      try {
        await write(directory, name, form === 'eml' ? await emlOf(outgoing, from) : jsonOf(outgoing));
      } catch (error) {
        return {
          is: 'retry',
          why: `the outbox cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
        };
      }
      return { is: 'accepted', reply: `written to ${name}` };
    },
    close: () => Promise.resolve(),
  };
}

/** Time of the notice and key: in order of telling, and the same for every attempt. */
function fileName({ notice, key }: Outgoing, form: OutboxForm): string {
  const when = iso(notice.at).slice(0, 19).replace(/[-:]/g, '');
  return `${when}-${key.slice(0, 16)}.${form}`;
}

async function emlOf(outgoing: Outgoing, from: string): Promise<Uint8Array> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await transport.sendMail(mailOf(outgoing, from));
  return message as Buffer;
}

function jsonOf({ notice, message, key, recipient }: Outgoing): Uint8Array {
  const body = webhookPayload(notice, message);
  return Buffer.from(`${JSON.stringify({ 'webhook-id': key, receiver: recipient, body }, null, 2)}\n`);
}

/** All or nothing: a reader never sees half a file. */
async function write(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true });
  const part = join(directory, `.${name}.part`);
  const file = await open(part, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, join(directory, name));
}

/** The files of an outbox, oldest first; empty where there is none. */
export async function listOutbox(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => /^[^.].*\.(eml|json)$/.test(name)).sort();
}
