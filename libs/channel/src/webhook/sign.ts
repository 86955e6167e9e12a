import { createHmac } from 'node:crypto';

/** A signing secret that cannot be used; the message does not show it. */
export class BadSecret extends Error {
  override readonly name = 'BadSecret';
}

/** The secrets of a file: one a line, `whsec_` and base64 or at least 24 characters of text; the first signs first, all are sent. */
export function readSecrets(text: string): readonly Buffer[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const secrets = lines.filter((line) => line !== '' && !line.startsWith('#')).map(secretOf);
  if (secrets.length === 0) throw new BadSecret('the secret file holds no secret');
  return secrets;
}

function secretOf(line: string): Buffer {
  const secret = line.startsWith('whsec_')
    ? Buffer.from(line.slice('whsec_'.length), 'base64')
    : Buffer.from(line, 'utf8');
  if (secret.length < 24) throw new BadSecret('a signing secret needs at least 24 bytes');
  return secret;
}

/** The headers of Standard Webhooks 1.0 over the exact bytes; the timestamp is that of this attempt, in seconds. */
export function signatureHeaders(
  id: string,
  at: number,
  body: string,
  secrets: readonly Buffer[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64'),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signed.map((signature) => `v1,${signature}`).join(' '),
  };
}
