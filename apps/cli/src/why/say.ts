import { clean } from '@barometer/notice';
import type { Io } from '../io.js';
import { levelColour, paintFor, type Paint } from '../paint.js';
import { formatTable } from '../table.js';
import { when } from '../when.js';
import type { Rung, WhyLine } from './explain.js';

/** Why a series fired or not, for people. */
export function sayWhy(io: Io, why: WhyLine): string[] {
  const paint = paintFor(io, io.stdout);
  const head = `${why.watch} / ${why.rule} / ${why.series}`;
  const lines = [paint('bold', clean(head, 400)), clean(why.words, 1_000)];
  if (why.alert) lines.push(`Alert ${why.alert.alertId}, open since ${when(why.alert.since)}.`);
  lines.push('', `${paint('dim', 'Reading')}   ${clean(why.reading, 1_000)}`);
  if (why.exactly !== '') lines.push(`          ${clean(why.exactly, 1_000)}`);
  if (why.provisional && why.known) lines.push('          provisional: it touches time that no feed covers');
  for (const rung of [...why.rungs].reverse()) lines.push(...sayRung(rung, why, paint));
  for (const { feed, state, coverage } of why.coverage)
    lines.push(`${paint('dim', 'Feed')}      ${clean(feed)}: ${state}, ${coverage} coverage`);
  if (why.contributors.length > 0) lines.push('', ...sayContributors(io, why));
  return lines;
}

function sayRung(rung: Rung, { rungs }: WhyLine, paint: Paint): string[] {
  const ladder = rungs.map(({ level }) => level);
  const name = paint(levelColour(ladder, rung.level, 'alarm'), rung.level.padEnd(9));
  const lines = [`${name} ${clean(rung.condition, 500)}: ${rung.holds ? 'holds' : 'does not hold'}`];
  for (const { text, actual, holds, distance } of rung.comparisons) {
    const far = distance === undefined || holds ? '' : `, ${short(distance)} away`;
    lines.push(`          ${holds ? '+' : '-'} ${text}: it is ${short(actual)}${far}`);
  }
  if (rung.guard !== undefined) lines.push(`          ${clean(rung.guard, 500)}`);
  return lines;
}

function sayContributors(io: Io, { contributors }: WhyLine): string[] {
  const rows = contributors.map(({ ref, at, weight, as }) => [ref, at.slice(0, 10), short(weight), as ?? '']);
  return [formatTable(io, ['CONTRIBUTOR', 'OCCURRED', 'WEIGHT', ''], rows)];
}

function short(value: number | boolean | string): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
}
