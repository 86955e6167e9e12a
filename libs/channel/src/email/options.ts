import { z } from 'zod';

/** What an operator sets for mail: who gets it. Each address gets a message of its own. */
export const emailOptions = z.strictObject({ to: z.union([z.string(), z.array(z.string())]) });
export type EmailOptions = z.infer<typeof emailOptions>;

/** The mail server; the password is read from its file at each attempt. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user?: string;
  readonly passwordFile?: string;
  readonly from: string;
}

/** How long the mail server may take, in milliseconds. */
export interface SmtpTimeouts {
  readonly connection: number;
  readonly greeting: number;
  readonly socket: number;
}

/** The waits of a running Barometer. */
export const SMTP_TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 30_000 };
