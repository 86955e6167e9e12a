import { existsSync } from 'node:fs';
import type { Config } from './compose/compose.js';

/** A file whose content the config refers to, and the key that names it. */
export interface SecretFile {
  /** `receivers.phone.webhook.secretFile`. */
  readonly key: string;
  readonly file: string;
}

/** Every secret file of a config. */
export function secretFiles({ receivers, settings }: Pick<Config, 'receivers' | 'settings'>): readonly SecretFile[] {
  const files: SecretFile[] = receivers.flatMap(({ name, channel, options }) => {
    const file = (options as { secretFile?: unknown }).secretFile;
    return typeof file === 'string' ? [{ key: `receivers.${name}.${channel}.secretFile`, file }] : [];
  });
  if (settings.tokenFile !== undefined) files.push({ key: 'settings.tokenFile', file: settings.tokenFile });
  const password = settings.smtp?.passwordFile;
  if (password !== undefined) files.push({ key: 'settings.smtp.passwordFile', file: password });
  const { keyFile, sasl } = settings.kafka ?? {};
  if (keyFile !== undefined) files.push({ key: 'settings.kafka.keyFile', file: keyFile });
  if (sasl !== undefined) files.push({ key: 'settings.kafka.sasl.passwordFile', file: sasl.passwordFile });
  return files;
}

/** Secret files that are not there: no fault of the config, for it may be checked where the secrets are not. */
export function missingSecrets(config: Pick<Config, 'receivers' | 'settings'>): readonly SecretFile[] {
  return secretFiles(config).filter(({ file }) => !existsSync(file));
}
