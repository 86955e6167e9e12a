import type { Config } from './compose.js';
import type { Path } from './locate.js';

/** A file whose content the config refers to, and where it does. */
export interface SecretFile {
  readonly path: string;
  readonly at: Path;
}

/** Every secret file of a config. */
export function secretFiles({ receivers, settings }: Pick<Config, 'receivers' | 'settings'>): readonly SecretFile[] {
  const files: SecretFile[] = receivers.flatMap(({ name, channel, options }) => {
    const path = (options as { secretFile?: unknown }).secretFile;
    return typeof path === 'string' ? [{ path, at: ['receivers', name, channel, 'secretFile'] }] : [];
  });
  if (settings.tokenFile !== undefined) files.push({ path: settings.tokenFile, at: ['settings', 'tokenFile'] });
  if (settings.smtp?.passwordFile !== undefined)
    files.push({ path: settings.smtp.passwordFile, at: ['settings', 'smtp', 'passwordFile'] });
  return files;
}
