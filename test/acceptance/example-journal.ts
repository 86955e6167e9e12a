import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transition } from '@barometer/alert';
import { loadConfig, type Config } from '@barometer/config';
import { Desk, ENGINE, type Pending } from '@barometer/desk';
import { readRevisions } from '@barometer/incident';
import type { Entry, RevisionEntry } from '@barometer/journal';

/** The folder of the bundled example. */
export const EXAMPLE = join(import.meta.dirname, '../../examples/us-forces');
/** The machine's clock while the example is imported: only times after it would be rejected. */
export const IMPORTED_AT = Date.UTC(2026, 10, 22);

/** The example's config. */
export function exampleConfig(): Config {
  const { config, problems } = loadConfig(join(EXAMPLE, 'barometer.yaml'));
  if (!config) throw new Error(problems.map(({ message }) => message).join('\n'));
  return config;
}

/** The example's lines, in order of reporting. */
export function exampleLines(): readonly string[] {
  return readFileSync(join(EXAMPLE, 'incidents.ndjson'), 'utf8').trimEnd().split('\n');
}

/** The journal that the importer makes of config and lines. */
export function exampleJournal(config = exampleConfig()): readonly Entry[] {
  const { hash, definition } = config;
  const revisions = exampleRevisions();
  const last = revisions.at(-1)!;
  return [
    { type: 'config', engine: ENGINE, hash, replaces: null, definition },
    ...revisions,
    { type: 'import ended', recorded: last.recorded },
  ];
}

/** Each line as an entry: `recorded` is the greater of its report and the line before. */
export function exampleRevisions(): readonly RevisionEntry[] {
  let recorded = -Infinity;
  return exampleLines().map((line, index): RevisionEntry => {
    const [item] = readRevisions(line, {}, { now: IMPORTED_AT, mode: 'history', linePlace: index + 1 }).items;
    if (item?.type !== 'revision') throw new Error(`line ${index + 1} is no report: ${JSON.stringify(item)}`);
    recorded = Math.max(recorded, item.revision.reportedAt);
    return { type: 'revision', recorded, revision: item.revision, imported: true };
  });
}

/** A journal folded by a desk: what came out, and the desk to ask. */
export interface Folded {
  readonly desk: Desk;
  readonly pending: readonly Pending[];
  readonly transitions: readonly Transition[];
}

/** Folds entries from the journal's start. */
export function fold(entries: readonly Entry[]): Folded {
  const desk = new Desk();
  entries.forEach((entry, place) => desk.step(entry, place));
  const pending = desk.takePending();
  return { desk, pending, transitions: pending.map(({ transition }) => transition) };
}
