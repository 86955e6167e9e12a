import type { JsonFields, Transition } from '@barometer/alert';
import type { Fields, Kind, Said } from '@barometer/indicator';
import { clean } from '../message/clean.js';
import { instantOf } from './dates.js';
import { reporterName, type Names } from './names.js';
import { figure } from './numbers.js';

/** Looks a kind of reading up by name. */
export type KindOf = (name: string) => Pick<Kind, 'say' | 'sayExactly'> | undefined;

/** What words are made with. */
export interface Wording {
  readonly names: Names;
  readonly kindOf: KindOf;
}

/** The reading in one clause, as its kind says it, with reporters, actors, sites and countries by name. */
export function readingWords(transition: Transition, { names, kindOf }: Wording): string {
  const kind = kindOf(transition.reading.kind);
  return clean(named(kind ? kind.say(saidOf(transition)) : transition.title, transition, names), 300);
}

function named(text: string, transition: Transition, names: Names): string {
  const reporters = new Set(transition.evidence.flatMap(({ reports }) => reports.map(({ reporter }) => reporter)));
  let words = text
    .replace(/\bcountry ([A-Z]{2})\b/g, (_, code: string) => names.countryName(code))
    .replace(/\bsite (site:[\w-]+)/g, (_, id: string) => names.siteName(id))
    .replace(/\bactor:[\w-]+/g, (id) => names.actorName(id));
  for (const reporter of reporters) words = words.replaceAll(`(${reporter})`, `(${reporterName(reporter, names)})`);
  return words;
}

/** Exact figures for below the fold. */
export function exactWords(transition: Transition, kindOf: KindOf): string {
  const kind = kindOf(transition.reading.kind);
  return clean(kind ? kind.sayExactly(saidOf(transition)) : `value ${figure(transition.value)}`, 500);
}

function saidOf(transition: Transition): Said {
  const { baseline } = transition;
  return {
    value: transition.value,
    fields: fieldsOf(transition.fields),
    ...(baseline ? { baseline: { ...baseline, from: instantOf(baseline.from), to: instantOf(baseline.to) } } : {}),
    provisional: transition.provisional,
    at: instantOf(transition.at),
    params: transition.reading.params,
    of: transition.reading.of,
  };
}

/** JSON carries an unbounded number of days as `"ever"`. */
function fieldsOf(fields: JsonFields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === 'ever' ? Infinity : value]));
}
