import type { Explanation } from '@barometer/desk';
import type { DeskView } from '@barometer/desk';
import { kindOf } from '@barometer/indicator';
import type { Chosen } from '../choose.js';
import { readingLine, type ReadingLine } from '../readings/line.js';

/** Why a series stands where it does: its reading, and each rung held against it. */
export interface WhyLine extends Omit<ReadingLine, 'words'> {
  readonly title: string;
  /** The level it stands at; `null` for none. */
  readonly level: string | null;
  /** The alert that is open, since when. */
  readonly alert: { readonly alertId: string; readonly since: string } | null;
  /** In a sentence: whether it fired, and what kept it from it. */
  readonly words: string;
  /** The reading in one clause, and its exact figures. */
  readonly reading: string;
  readonly exactly: string;
  readonly rungs: readonly Rung[];
}

/** A rung with its comparisons; what is infinite or unknown is said in words. */
export interface Rung extends Omit<Explanation['rungs'][number], 'comparisons'> {
  readonly comparisons: readonly (Omit<Explanation['rungs'][number]['comparisons'][number], 'actual'> & {
    readonly actual: number | boolean | string;
  })[];
}

/** Explains a series at the desk's now. */
export function explainSeries(desk: DeskView, chosen: Chosen, series: string): WhyLine {
  const { watch, rule } = chosen;
  const found = desk.explain(watch.name, rule.name, series);
  const { words, ...line } = readingLine(desk, chosen, series, desk.now);
  const alert = desk.open().find((one) => one.watch === watch.name && one.rule === rule.name && one.series === series);
  return {
    ...line,
    title: alert?.last.title ?? rule.title,
    level: found?.level ?? null,
    alert: alert ? { alertId: alert.alertId, since: alert.last.since } : null,
    words: found?.words ?? `Did not fire: ${words}.`,
    reading: words,
    exactly: found ? exactly(chosen, found, line) : '',
    rungs: (found?.rungs ?? []).map((rung) => ({
      ...rung,
      comparisons: rung.comparisons.map(({ actual, ...rest }) => ({
        ...rest,
        actual: typeof actual === 'number' && !Number.isFinite(actual) ? 'ever' : actual,
      })),
    })),
  };
}

function exactly({ rule }: Chosen, { reading, at }: Explanation, { known }: Pick<ReadingLine, 'known'>): string {
  const { kind, params } = rule.reading;
  const of = String(params['of'] ?? '').replaceAll('-', ' ');
  return known ? (kindOf(kind)?.sayExactly({ ...reading, at, params, of }) ?? '') : '';
}
