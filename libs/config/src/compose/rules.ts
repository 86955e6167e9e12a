import type { ReadingDefinition, RuleDefinition } from '@barometer/alert';
import { FACETS, type Facet } from '@barometer/incident';
import { kindOf, type Kind } from '@barometer/indicator';
import { z } from 'zod';
import { composeRungs } from './conditions.js';
import { check } from '../problems/diagnose.js';
import { schemasAt } from '../problems/keys.js';
import { listOf, sorted } from './lists.js';
import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';
import type { RawRule } from '../schema/watches.js';
import { suggest } from '../problems/suggest.js';

/** What a rule may refer to. */
export interface Ground {
  readonly ladder: readonly string[];
  readonly sets: readonly string[];
  /** Takes the name of each set that is used. */
  readonly used: Set<string>;
  readonly report: Report;
}

/** A rule with every default written out; `undefined` where it cannot be read. */
export function composeRule(name: string, raw: RawRule, path: Path, ground: Ground): RuleDefinition | undefined {
  const kind = kindOf(raw.reading.kind);
  if (!kind) return undefined;
  const reading = composeReading(raw.reading, kind, [...path, 'reading'], ground);
  const rungs = composeRungs(raw.levels, [...path, 'levels'], {
    fields: kind.fields,
    ladder: ground.ladder,
    report: ground.report,
  });
  if (reading && raw.title !== undefined && !ground.report.spoilt([...path, 'reading']))
    checkTitle(raw.title, reading, kind, [...path, 'title'], ground.report);
  if (raw.update && kind.told.length === 0)
    ground.report.warn([...path, 'update'], `"${kind.name}" tells no number that moves: update has no effect`);
  if (!reading) return undefined;
  return {
    name,
    title: raw.title ?? titleOf(name),
    reading,
    rungs,
    hold: raw.hold ?? 0,
    release: raw.release ?? kind.release,
    ...(raw.update === undefined ? {} : { update: { change: raw.update.change } }),
    tone: raw.tone ?? 'alarm',
  };
}

function composeReading(
  raw: RawRule['reading'],
  kind: Kind,
  path: Path,
  ground: Ground,
): ReadingDefinition | undefined {
  const { kind: _, by, ...given } = raw;
  for (const key of bareDurations(given, kind)) {
    ground.report.error([...path, key], `${given[key]} has no unit`, { suggestion: `${given[key]}d` });
    given[key] = '1d';
  }
  checkSets(given, kind, path, ground);
  const params = check(kind.params, given, path, ground.report) as Record<string, unknown> | undefined;
  if (params === undefined) return undefined;
  const whole = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  return { kind: kind.name, params: whole, by: sorted(listOf(by)) };
}

/** A kind takes durations in milliseconds too, as definitions hold them; an operator always writes the unit. */
function bareDurations(given: Readonly<Record<string, unknown>>, kind: Kind): readonly string[] {
  const takesText = (key: string) => schemasAt([kind.params], [key]).some((schema) => schema instanceof z.ZodString);
  return Object.keys(given).filter((key) => typeof given[key] === 'number' && given[key] !== 0 && takesText(key));
}

function checkSets(
  params: Readonly<Record<string, unknown>>,
  kind: Kind,
  path: Path,
  { sets, used, report }: Ground,
): void {
  for (const stream of kind.streams) {
    const set = 'set' in stream ? params[stream.set] : undefined;
    if (typeof set !== 'string' || !('set' in stream)) continue;
    used.add(set);
    if (sets.includes(set)) continue;
    const suggestion = suggest(set, sets);
    report.error([...path, stream.set], `no set "${set}"`, {
      allowed: sets,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
}

/** A rule's title may hold in braces the fields of its series, and where one incident is the series, all of its fields. */
function checkTitle(title: string, reading: ReadingDefinition, kind: Kind, path: Path, report: Report): void {
  const split: Facet | undefined = kind.splitBy?.(reading.params);
  const own = reading.by.includes('incident') ? [...FACETS, ...reading.by] : reading.by;
  const allowed = [...new Set([...own, ...(split === undefined ? [] : [split])])];
  for (const match of title.matchAll(/\{([^{}]*)\}/g)) {
    const word = match[1] ?? '';
    if (allowed.includes(word as Facet)) continue;
    const suggestion = suggest(word, allowed);
    const rest = allowed.length === 0 ? ': the rule has one series; group it with by' : '';
    report.error(path, `no "{${word}}" in this rule's series${rest}`, {
      allowed,
      offset: match.index,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
}

/** `Largest salvo` for `largest-salvo`. */
export function titleOf(name: string): string {
  const words = name.replaceAll(/[-_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
