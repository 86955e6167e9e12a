/** Writes the published schema and docs/config.md: `npx tsc -b libs/config && node libs/config/generate.mjs && npx prettier --write libs/config/schema`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { configJsonSchema, configReference } from '@barometer/config';

const at = (path) => new URL(path, import.meta.url);
mkdirSync(at('./schema/'), { recursive: true });
mkdirSync(at('../../docs/'), { recursive: true });
writeFileSync(at('./schema/barometer.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
writeFileSync(at('../../docs/config.md'), configReference());
