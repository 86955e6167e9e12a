import { clean } from '@barometer/notice';
import type { Io } from '../io.js';
import { levelColour, paintFor, type Paint } from '../paint.js';
import { formatTable } from '../table.js';
import { indented } from '../wrap.js';
import { when } from '../when.js';
import type { Rung, WhyLine } from './explain.js';

const MARGIN = ' '.repeat(10);

/** Why a series fired or not, for people. */
export function sayWhy(io: Io, why: WhyLine): string[] {
  const paint = paintFor(io, io.stdout);
  const under = (text: string) => indented(clean(text, 1_000), MARGIN, io.stdout);
  const labelled = (label: string, text: string) =>
    under(text).replace(MARGIN, paint('dim', label.padEnd(MARGIN.length)));
  const head = `${why.watch} / ${why.rule} / ${why.series}`;
  const lines = [paint('bold', clean(head, 400)), indented(clean(why.words, 1_000), '', io.stdout)];
  if (why.alert) lines.push(`Alert ${why.alert.alertId}, open since ${when(why.alert.since)}.`);
  lines.push('', labelled('Reading', why.reading));
  if (why.exactly !== '') lines.push(under(why.exactly));
  if (why.provisional && why.known) lines.push(under('provisional: it touches time that no feed covers'));
  for (const rung of [...why.rungs].reverse()) lines.push(...sayRung(rung, why, { paint, under }));
  for (const { feed, state, coverage } of why.coverage)
    lines.push(labelled('Feed', `${feed}: ${state}, ${coverage} coverage`));
  if (why.contributors.length > 0) lines.push('', ...sayContributors(io, why));
  return lines;
}

function sayRung(
  rung: Rung,
  { rungs }: WhyLine,
  { paint, under }: { readonly paint: Paint; readonly under: (text: string) => string },
): string[] {
  const ladder = rungs.map(({ level }) => level);
  const name = rung.level.padEnd(MARGIN.length - 1);
  const first = under(`${rung.condition}: ${rung.holds ? 'holds' : 'does not hold'}`);
  const lines = [`${paint(levelColour(ladder, rung.level, 'alarm'), name)} ${first.trimStart()}`];
  for (const { text, actual, holds, distance } of rung.comparisons) {
    const far = distance === undefined || holds ? '' : `, ${short(distance)} away`;
    lines.push(under(`${holds ? '+' : '-'} ${text}: it is ${short(actual)}${far}`));
  }
  if (rung.guard !== undefined) lines.push(under(rung.guard));
  return lines;
}

function sayContributors(io: Io, { contributors }: WhyLine): string[] {
  const rows = contributors.map(({ ref, at, weight, as }) => [ref, at.slice(0, 10), short(weight), as ?? '']);
  return [formatTable(io, ['CONTRIBUTOR', 'OCCURRED', 'WEIGHT', ''], rows)];
}

function short(value: number | boolean | string): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
}
