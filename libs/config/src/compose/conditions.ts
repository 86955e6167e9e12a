import { ConditionError, parseCondition, type Comparison, type Condition, type Rung } from '@barometer/alert';
import type { FieldSpec } from '@barometer/indicator';
import type { Path } from '../problems/locate.js';
import { meantDuration } from '../problems/diagnose.js';
import type { Report } from '../problems/report.js';
import type { RawRule } from '../schema/watches.js';
import { suggest } from '../problems/suggest.js';

/** What the conditions of one rule are read against. */
export interface Terms {
  readonly fields: readonly FieldSpec[];
  readonly ladder: readonly string[];
  readonly report: Report;
}

/** The rungs a rule uses, lowest first, each with what it is left by. */
export function composeRungs(levels: RawRule['levels'], path: Path, terms: Terms): readonly Rung[] {
  if (Object.keys(levels).length === 0)
    terms.report.error(path, 'a rule needs a condition for at least one level', { part: 'key', allowed: terms.ladder });
  for (const level of Object.keys(levels)) if (!terms.ladder.includes(level)) tellLevel(level, [...path, level], terms);
  const rungs = terms.ladder.flatMap((level) => {
    const given = levels[level];
    return given === undefined ? [] : rungOf(level, given, [...path, level], terms);
  });
  warnOfOrder(rungs, path, terms.report);
  return rungs;
}

function tellLevel(level: string, path: Path, { ladder, report }: Terms): void {
  const suggestion = suggest(level, ladder);
  report.error(path, `no level "${level}" on the ladder`, {
    part: 'key',
    allowed: ladder,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function rungOf(level: string, given: RawRule['levels'][string], path: Path, terms: Terms): Rung[] {
  if (typeof given === 'string') {
    const enter = read(given, path, terms);
    return enter ? [{ level, enter, leave: enter }] : [];
  }
  const enter = read(given.enter, [...path, 'enter'], terms);
  const leave = given.leave === undefined ? enter : read(given.leave, [...path, 'leave'], terms);
  return enter && leave ? [{ level, enter, leave }] : [];
}

function read(text: string, path: Path, { fields, report }: Terms): Condition | undefined {
  try {
    return parseCondition(text, fields);
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const word = /^\S+/.exec(text.slice(error.offset))?.[0] ?? '';
    const suggestion = suggest(/^\w+/.exec(word)?.[0] ?? '', error.allowed) ?? meantLiteral(text, error.offset);
    return report.error(path, error.message, {
      offset: error.offset,
      allowed: error.allowed,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
}

/** `30d` for `30 days` in the rest of a comparison. */
function meantLiteral(text: string, offset: number): string | undefined {
  const rest = text.slice(offset).split(/\band\b/)[0] ?? '';
  return meantDuration(/\d+\s*[A-Za-z]+\s*$/.exec(rest)?.[0]?.trim() ?? '');
}

const UP = new Set(['>', '>=']);
const DOWN = new Set(['<', '<=']);

/** A higher rung that is easier to reach than a lower one is a slip of the pen. */
function warnOfOrder(rungs: readonly Rung[], path: Path, report: Report): void {
  rungs.forEach((rung, index) => {
    const below = rungs[index - 1];
    if (!below) return;
    const easier = rung.enter.all.find((one) => below.enter.all.some((other) => isEasier(one, other)));
    if (!easier) return;
    report.warn(
      [...path, rung.level],
      `"${rung.level}" is easier to reach than "${below.level}" by ${easier.field}: are they the wrong way round?`,
    );
  });
}

function isEasier(one: Comparison, other: Comparison): boolean {
  if (one.field !== other.field) return false;
  if (UP.has(one.op) && UP.has(other.op)) return one.value < other.value;
  return DOWN.has(one.op) && DOWN.has(other.op) && one.value > other.value;
}
