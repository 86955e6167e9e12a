import { createGazetteer } from '@barometer/gazetteer';
import { canonicalJson, type ConfigEntry } from '@barometer/journal';
import type { Definition, Moment, Watch } from '@barometer/watch';
import type { Fold } from './fold.js';
import { EntryMoment } from './moment.js';

/**
 * Puts a definition in force: changed watches are rebuilt from what is known now and looked at once; others notice
 * nothing. Another engine changes every watch.
 */
export function configure(fold: Fold, entry: ConfigEntry): void {
  const definition = entry.definition as Definition;
  const earlier = entry.engine === fold.engineInForce ? fold.definition : undefined;
  const moment = new EntryMoment(entry, fold.now, 'definition', fold.history);
  rename(fold, earlier, definition);
  fold.feeds.define(definition.feeds);
  fold.definition = definition;
  fold.definitionHash = entry.hash;
  fold.engineInForce = entry.engine;
  fold.forgetSurroundings();
  closeGoneSilences(fold, definition, moment);
  const changed = replaceWatches(fold, earlier, definition, moment);
  for (const watch of changed) watch.reconsiderAll(moment, fold.surroundings(watch));
  fold.redefined();
}

function rename(fold: Fold, earlier: Definition | undefined, definition: Definition): void {
  const naming = ({ names, reporters }: Definition) => canonicalJson({ names, reporters });
  if (earlier && naming(earlier) === naming(definition)) return;
  fold.gazetteer = createGazetteer(definition.names);
  fold.register = fold.register.rebuild({ gazetteer: fold.gazetteer, grades: definition.reporters });
}

function closeGoneSilences(fold: Fold, definition: Definition, moment: Moment): void {
  for (const life of fold.feeds.gone) {
    const draft = fold.silence.resolve(life, definition.ladder, moment, 'rule changed');
    if (draft) fold.seal.add(draft, () => undefined);
  }
}

/** Builds the watches of the definition in name order, keeping those it leaves alone; answers the changed ones. */
function replaceWatches(fold: Fold, earlier: Definition | undefined, definition: Definition, moment: Moment): Watch[] {
  const before = fold.watches;
  const after = new Map<string, Watch>();
  const changed: Watch[] = [];
  const order = definition.watches
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, index } of order) {
    const known = before.get(name);
    if (known && earlier && signature(earlier, name) === signature(definition, name)) {
      after.set(name, known);
      continue;
    }
    const watch = build(fold, definition, index, known, moment);
    after.set(name, watch);
    changed.push(watch);
  }
  for (const [name, watch] of before) if (!after.has(name)) watch.closeAll(moment, fold.surroundings(watch));
  fold.watches = after;
  return changed;
}

function build(fold: Fold, definition: Definition, index: number, known: Watch | undefined, moment: Moment): Watch {
  const watch = fold.newWatch(definition, index);
  watch.watchSeq = fold.seal.chains.get(watch.definition.name)?.watchSeq ?? 0;
  for (const incident of fold.register.awake()) watch.load(incident);
  for (const alike of fold.register.atRest()) watch.rest(alike);
  watch.admitResting();
  if (known) watch.takeOver(known, moment, fold.surroundings(watch));
  if (fold.surroundings(watch).frozen) watch.frozenSince = fold.now;
  return watch;
}

/** Everything of a definition that a watch's transitions depend on. */
function signature(definition: Definition, name: string): string {
  const { ladder, feeds, names, reporters, watches } = definition;
  return canonicalJson({ ladder, feeds, names, reporters, watch: watches.find((watch) => watch.name === name) });
}
