import type { Instant } from '@barometer/time';
import type { ChartPoint } from './data.js';

/**
 * The line's points within [from, end] in order of time, led in from the last one before and carried to `end`;
 * of those sharing one of `columns` pixel columns only the first, lowest, highest and last are kept.
 */
export function thin(points: readonly ChartPoint[], from: Instant, end: Instant, columns: number): ChartPoint[] {
  const usable = points.filter((point) => Number.isFinite(point.value) && Number.isFinite(point.at) && point.at <= end);
  usable.sort((one, other) => one.at - other.at);
  const before = usable.findLast((point) => point.at <= from);
  const line = usable.filter((point) => point.at > from);
  if (before) line.unshift({ at: from, value: before.value });
  const last = line.at(-1);
  if (last && last.at < end) line.push({ at: end, value: last.value });
  return line.length <= columns * 4 ? line : thinned(line, (end - from) / columns);
}

function thinned(line: readonly ChartPoint[], width: number): ChartPoint[] {
  const kept: ChartPoint[] = [];
  let start = 0;
  for (let index = 1; index <= line.length; index++) {
    if (index < line.length && column(line[index], width) === column(line[start], width)) continue;
    kept.push(...extremes(line.slice(start, index)));
    start = index;
  }
  return kept;
}

function column(point: ChartPoint | undefined, width: number): number {
  return Math.floor((point?.at ?? 0) / width);
}

function extremes(points: readonly ChartPoint[]): ChartPoint[] {
  let low = 0;
  let high = 0;
  points.forEach((point, index) => {
    if (point.value < (points[low]?.value ?? 0)) low = index;
    if (point.value > (points[high]?.value ?? 0)) high = index;
  });
  const places = [...new Set([0, low, high, points.length - 1])].sort((one, other) => one - other);
  return places.flatMap((place) => points[place] ?? []);
}

/** The line's value at an instant, 0 before its first point. */
export function valueAt(line: readonly ChartPoint[], at: Instant): number {
  return line.findLast((point) => point.at <= at)?.value ?? line[0]?.value ?? 0;
}
