import type { SmtpSettings } from '@barometer/channel';
import { httpOptions, type FolderOptions, type HttpOptions } from '@barometer/feed';
import type { KafkaSettings } from '@barometer/kafka';
import { composeKafka } from './kafka.js';
import type { Report } from '../problems/report.js';
import { DAY, type Duration } from '@barometer/time';
import type { RawSettings } from '../schema/settings.js';
import { LOOPBACK } from './urls.js';

/** The process's own settings, every default written out and every path absolute. */
export interface Settings {
  readonly store: 'embedded' | 'kafka';
  /** The cluster; always there with `store: kafka`. */
  readonly kafka?: KafkaSettings;
  readonly dataDir: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** A folder watched for incident files. */
  readonly folder?: FolderOptions;
  readonly http: HttpOptions;
  readonly tokenFile?: string;
  readonly smtp?: SmtpSettings;
  /** Private ranges, as CIDR, that webhooks may be sent to. */
  readonly webhooks: { readonly allowPrivate: readonly string[] };
  /** How long a delivery that has ended is kept. */
  readonly deliveries: { readonly keep: Duration };
  readonly logs: { readonly level: 'debug' | 'info' | 'warn' | 'error' };
}

const PORTS = { starttls: 587, tls: 465, none: 25 } as const;

/** The settings; `resolve` makes a file's path absolute. */
export function composeSettings(raw: RawSettings, resolve: (path: string) => string, report: Report): Settings {
  const host = raw.listen?.host ?? '127.0.0.1';
  if (!LOOPBACK.test(host) && raw.tokenFile === undefined) {
    report.error(
      ['settings', 'listen', 'host'],
      `${host} can be reached from other machines: settings.tokenFile is needed`,
    );
  }
  const store = raw.store ?? 'embedded';
  if (store === 'kafka' && raw.kafka === undefined)
    report.error(['settings', 'store'], 'the store kafka needs settings.kafka with its brokers');
  return {
    store,
    ...(raw.kafka === undefined ? {} : { kafka: composeKafka(raw.kafka, { store, resolve, report }) }),
    dataDir: resolve(raw.dataDir ?? './data'),
    listen: { host, port: raw.listen?.port ?? 8080 },
    ...(raw.folder === undefined ? {} : { folder: { directory: resolve(raw.folder.directory) } }),
    http: raw.http ?? httpOptions.parse({}),
    ...(raw.tokenFile === undefined ? {} : { tokenFile: resolve(raw.tokenFile) }),
    ...(raw.smtp === undefined ? {} : { smtp: composeSmtp(raw.smtp, resolve, report) }),
    webhooks: { allowPrivate: raw.webhooks?.allowPrivate ?? [] },
    deliveries: { keep: raw.deliveries?.keep ?? 90 * DAY },
    logs: { level: raw.logs?.level ?? 'info' },
  };
}

function composeSmtp(
  raw: NonNullable<RawSettings['smtp']>,
  resolve: (path: string) => string,
  report: Report,
): SmtpSettings {
  const path = ['settings', 'smtp'];
  const security = raw.security ?? 'starttls';
  if (raw.user !== undefined && raw.passwordFile === undefined)
    report.error([...path, 'user'], 'a user needs a passwordFile', { part: 'key' });
  if (raw.passwordFile !== undefined && raw.user === undefined)
    report.error([...path, 'passwordFile'], 'a passwordFile needs a user', { part: 'key' });
  if (security === 'none' && raw.user !== undefined && !LOOPBACK.test(raw.host)) {
    report.error([...path, 'security'], 'a password is not sent without protection: write starttls or tls');
  }
  return {
    host: raw.host,
    port: raw.port ?? PORTS[security],
    security,
    ...(raw.user === undefined ? {} : { user: raw.user }),
    ...(raw.passwordFile === undefined ? {} : { passwordFile: resolve(raw.passwordFile) }),
    from: raw.from,
  };
}
