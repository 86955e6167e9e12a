import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The only version whose insides these guards know. */
const KNOWN = '2.2.4';

/** A module inside kafkajs, by its path under `src`; throws with any version but the one the guards were written for. */
export function inside<T>(path: string): T {
  const { version } = require('kafkajs/package.json') as { version: string };
  if (version !== KNOWN) throw new Error(`the guards of kafkajs know ${KNOWN} and not ${version}: read them again`);
  return require(`kafkajs/src/${path}`) as T;
}

/** Puts `make(original)` in place of a module's export, for all who load it from now on. */
export function replace<T>(path: string, make: (original: T) => T): void {
  const original = inside<T>(path);
  const loaded = require.cache[require.resolve(`kafkajs/src/${path}`)];
  if (loaded === undefined) throw new Error(`kafkajs' ${path} is not where it was`);
  loaded.exports = make(original);
}
