// @ts-check
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { barometer } from './barometer.mjs';

/** Where the dashboard is kept for those who import it as it is. */
export const FILE = fileURLToPath(new URL('barometer.json', import.meta.url));

/** The dashboard as the file holds it. */
export async function asText() {
  return format(JSON.stringify(barometer()), { ...(await resolveConfig(FILE)), filepath: FILE });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, await asText());
