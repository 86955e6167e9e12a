import { readFile } from 'node:fs/promises';
import { clip, type Channel, type Outcome, type Outgoing } from '@barometer/notice';
import { Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { isInsecure } from '../insecure.js';
import { untilAborted } from '../until.js';
import { mailOf } from './mail.js';
import { SMTP_TIMEOUTS, type SmtpSettings, type SmtpTimeouts } from './options.js';

const LONGEST_REPLY = 200;
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|\[::1\]|localhost)$/;

/** Mail over SMTP: a connection and one recipient a message, tried once. */
export function emailChannel(smtp: SmtpSettings, timeouts: SmtpTimeouts = SMTP_TIMEOUTS): Channel {
  return {
    name: 'email',
    send: (outgoing, signal) => attempt(outgoing, { smtp, timeouts, signal }),
    close: () => Promise.resolve(),
  };
}

interface Attempt {
  readonly smtp: SmtpSettings;
  readonly timeouts: SmtpTimeouts;
  readonly signal: AbortSignal;
}

async function attempt(outgoing: Outgoing, on: Attempt): Promise<Outcome> {
  const password = await readPassword(on.smtp);
  if (typeof password === 'object') return password;
  // A socket of our own: when an attempt is stopped, the conversation ends with it and nothing is sent after all.
  const socket = new Socket();
  const transport = createTransport({ ...transportOf(on, password), socket });
  const { from } = on.smtp;
  const mail = { ...mailOf(outgoing, from), envelope: { from: addressOf(from), to: [outgoing.recipient] } };
  try {
    on.signal.throwIfAborted();
    const { response } = await untilAborted(transport.sendMail(mail), on.signal);
    return { is: 'accepted', reply: clip(response, LONGEST_REPLY) };
  } catch (error) {
    if (error === on.signal.reason) return { is: 'retry', why: 'stopped before the server answered' };
    return outcomeOf(error as SmtpError);
  } finally {
    transport.close();
    socket.destroy();
  }
}

/** `Desk <desk@example.org>` as `desk@example.org`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function transportOf({ smtp, timeouts }: Attempt, password: string | undefined) {
  const { host, port, security, user } = smtp;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls' && !LOOPBACK.test(host),
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: 'TLSv1.2' as const },
  };
}

async function readPassword({ user, passwordFile }: SmtpSettings): Promise<string | undefined | Outcome> {
  if (user === undefined || passwordFile === undefined) return undefined;
  try {
    const password = (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '');
    return password === '' ? { is: 'blocked', why: 'the password file is empty' } : password;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { is: 'blocked', why: `the password file cannot be read (${code ?? 'error'})` };
  }
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
  /** The SMTP command that was answered. */
  readonly command?: string;
}

/** A mail too large is refused as early as its sender is named, but for its own sake. */
const TOO_LARGE = 552;
/** Whatever is sent, the server wants to know first by whom. */
const LOG_IN = 530;

/**
 * 4yz and broken connections are tried again; 5yz to a recipient or the mail is final, before that it blocks the way: the user, the password
 * or the sender is not taken. After DATA a lost answer may be a sent mail.
 */
function outcomeOf(error: SmtpError): Outcome {
  const { code = '', responseCode, response } = error;
  const said = clip(response ?? error.message, LONGEST_REPLY);
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) return { is: 'retry', why: said };
  if (/^Connection closed/.test(error.message)) return { is: 'retry', why: said };
  if (isInsecure(code) || isInsecure(certificateCode(error))) {
    return { is: 'blocked', why: `no secure connection: ${said}; check smtp.security and the server's certificate` };
  }
  if (code === 'EAUTH') return { is: 'blocked', why: `the server refused the user or password: ${said}` };
  if (responseCode !== undefined && responseCode >= 500) {
    return { is: isOfTheMail(error) ? 'refused' : 'blocked', why: said };
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { is: 'refused', why: said };
  return { is: 'retry', why: `${said}${code === '' ? '' : ` (${code})`}` };
}

/** Whether the server speaks of this recipient or this mail, and not of who sends it. */
function isOfTheMail({ code, command, responseCode }: SmtpError): boolean {
  if (responseCode === LOG_IN) return false;
  if (command === 'MAIL FROM') return responseCode === TOO_LARGE;
  return code === 'EENVELOPE' || code === 'EMESSAGE';
}

/** nodemailer keeps the system's code beside its own. */
function certificateCode({ originalCode, cause }: SmtpError): string {
  if (originalCode !== undefined) return originalCode;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
