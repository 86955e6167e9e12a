import type { ReceiverDefinition } from '@barometer/notice';
import { listOf, sorted } from './lists.js';
import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';
import type { RawReceiver } from '../schema/receivers.js';
import type { Settings } from './settings.js';
import { LOOPBACK, webUrl } from './urls.js';

const CHANNELS = ['email', 'webhook'] as const;

/**
 * The receivers, each with the addresses it reaches; `resolve` makes a file's path absolute. A webhook's recipient is the
 * receiver's name: addresses may hold secrets in their path, and what waits follows a corrected address.
 */
export function composeReceivers(
  raw: Readonly<Record<string, RawReceiver>>,
  resolve: (path: string) => string,
  report: Report,
): readonly ReceiverDefinition[] {
  return Object.entries(raw).flatMap(([name, receiver]) => composeReceiver(name, receiver, resolve, report) ?? []);
}

function composeReceiver(
  name: string,
  raw: RawReceiver,
  resolve: (path: string) => string,
  report: Report,
): ReceiverDefinition | undefined {
  const path: Path = ['receivers', name];
  const given = CHANNELS.filter((channel) => raw[channel] !== undefined);
  if (report.spoilt(path)) return undefined;
  if (given.length !== 1)
    return report.error(path, 'a receiver has exactly one channel', { part: 'key', allowed: CHANNELS });
  if (raw.email) {
    const to = sorted(listOf(raw.email.to));
    return { name, channel: 'email', recipients: to, options: { to } };
  }
  const { url, secretFile } = raw.webhook!;
  const checked = webUrl(url, [...path, 'webhook', 'url'], report);
  if (!checked) return undefined;
  if (checked.protocol === 'http:' && !LOOPBACK.test(checked.hostname))
    report.warn([...path, 'webhook', 'url'], 'messages to this address travel unprotected: write https://');
  return {
    name,
    channel: 'webhook',
    recipients: [name],
    options: { url: checked.href, secretFile: resolve(secretFile) },
  };
}

/** Warns of receivers of mail that no mail server takes: a service's outbox is no place where anybody looks. */
export function checkMail(
  receivers: readonly ReceiverDefinition[],
  { store, smtp }: Pick<Settings, 'store' | 'smtp'>,
  report: Report,
): void {
  if (store !== 'kafka' || smtp !== undefined || report.spoilt(['settings', 'smtp'])) return;
  for (const { name } of receivers.filter(({ channel }) => channel === 'email'))
    report.warn(
      ['receivers', name, 'email'],
      "nobody gets these mails: without settings.smtp they are files in the notifier's outbox, which a pod loses with its end",
      { part: 'key' },
    );
}
