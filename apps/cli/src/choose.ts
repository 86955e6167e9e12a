import { nearest } from '@barometer/incident';
import { seriesKeys, type RuleDefinition } from '@barometer/alert';
import type { Definition, WatchDefinition } from '@barometer/watch';
import type { DeskView } from '@barometer/desk';
import { CannotRun } from './exit.js';

/** One rule of one watch. */
export interface Chosen {
  readonly watch: WatchDefinition;
  readonly rule: RuleDefinition;
}

/** What was asked for; absent means all. */
export interface Choice {
  readonly watch?: string;
  readonly rule?: string;
  readonly series?: string;
}

const LISTED = 20;

/** The rules asked for; throws `CannotRun` with what there is when a name is unknown. */
export function chooseRules({ watches }: Definition, { watch, rule }: Choice): readonly Chosen[] {
  const names = watches.map(({ name }) => name);
  if (watch !== undefined && !names.includes(watch)) throw unknown('watch', watch, names);
  const all = watches
    .filter(({ name }) => watch === undefined || name === watch)
    .flatMap((one) => one.rules.map((each) => ({ watch: one, rule: each })));
  const chosen = all.filter((one) => rule === undefined || one.rule.name === rule);
  if (rule !== undefined && chosen.length === 0)
    throw unknown('rule', rule, [...new Set(all.map((one) => one.rule.name))], watch);
  return chosen;
}

/** The names of the series asked for; `incident=fr-057` finds its one dataset. Unknown ones are answered as asked. */
export function chooseSeries(desk: DeskView, { watch, rule }: Chosen, series: string | undefined): readonly string[] {
  const known = desk.series(watch.name, rule.name);
  if (series === undefined) return known;
  if (!isShaped(rule, series)) return [];
  if (known.includes(series)) return [series];
  const record = /^incident=([^/]+)$/.exec(series)?.[1];
  const found = record === undefined ? [] : known.filter((name) => name.endsWith(`/${record}`));
  return found.length === 1 ? found : [series];
}

/** Whether a name has the keys of the rule's series; throws `CannotRun` when none of several rules has them. */
export function requireShape(chosen: readonly Chosen[], series: string | undefined): void {
  if (series === undefined || chosen.some(({ rule }) => isShaped(rule, series))) return;
  const shapes = [
    ...new Set(
      chosen.map(
        ({ rule }) =>
          seriesKeys(rule)
            .map((key) => `${key}=…`)
            .join(',') || 'all',
      ),
    ),
  ];
  throw new CannotRun(`no series is written ${JSON.stringify(series)}: here they are written ${shapes.join(' or ')}`);
}

/** `no watch "us-force": did you mean us-forces?`, or what there is. */
export function unknown(what: string, name: string, known: readonly string[], within?: string): CannotRun {
  const meant = nearest(name, known);
  const list = known.slice(0, LISTED).join(', ') + (known.length > LISTED ? `, … ${known.length} in all` : '');
  const where = within === undefined ? '' : ` in ${within}`;
  const hint = meant === undefined ? '' : ` did you mean ${meant}?`;
  return new CannotRun(`no ${what} ${JSON.stringify(name)}${where}:${hint} there is ${list || 'none'}`);
}

function isShaped(rule: RuleDefinition, series: string): boolean {
  const keys = series === 'all' ? [] : series.split(',').map((pair) => pair.split('=', 1)[0]!);
  const wanted = seriesKeys(rule);
  return keys.length === wanted.length && wanted.every((key) => keys.includes(key));
}
