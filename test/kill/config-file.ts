import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE } from '../acceptance/example-journal.js';
import type { Door } from './receivers.js';

/** Writes the example's watches into a config that tells a webhook everything and two mailboxes what is high, at once; answers its path. */
export function writeConfig(directory: string, { smtpPort, url }: Pick<Door, 'smtpPort' | 'url'>): string {
  const [watched] = readFileSync(join(EXAMPLE, 'barometer.yaml'), 'utf8').split(/^receivers:/m);
  const secretFile = join(directory, 'hook.secret');
  writeFileSync(secretFile, `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}\n`);
  const file = join(directory, 'barometer.yaml');
  writeFileSync(
    file,
    `${watched}receivers:
  desk: { email: { to: [desk@example.org, night@example.org] } }
  hook: { webhook: { url: '${url}', secretFile: '${secretFile}' } }
routes:
  - { atLeast: high, to: desk }
  - { to: hook }
settings:
  smtp: { host: 127.0.0.1, port: ${smtpPort}, security: none, from: 'Barometer <barometer@example.org>' }
  deliveries: { keep: 3650d } # the reports span months, and all deliveries are counted in the end
`,
  );
  return file;
}
