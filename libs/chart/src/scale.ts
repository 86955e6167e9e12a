import type { ChartData, ChartPoint, ChartThreshold } from './data.js';

/** How high the value axis goes, and which thresholds lie beyond it. */
export interface ValueScale {
  readonly top: number;
  readonly whole: boolean;
  readonly shown: readonly ChartThreshold[];
  readonly beyond: readonly ChartThreshold[];
}

/** A threshold this many times above the highest value would flatten the line: it is named at the top instead of drawn. */
const FAR = 2.5;

/** The axis reaches the highest value and the next threshold above it, unless that is far; with nothing but zeros, the lowest threshold. */
export function valueScale(data: ChartData, line: readonly ChartPoint[]): ValueScale {
  const thresholds = data.thresholds.filter((threshold) => Number.isFinite(threshold.value) && threshold.value >= 0);
  thresholds.sort((one, other) => one.value - other.value);
  const dotValues = data.dots.flatMap((dot) => (Number.isFinite(dot.value) ? [dot.value ?? 0] : []));
  const peak = Math.max(0, ...line.map((point) => point.value), ...dotValues);
  const reach = peak === 0 ? (thresholds[0]?.value ?? 0) : Math.max(peak, nextAbove(peak, thresholds));
  const shown = thresholds.filter((threshold) => threshold.value <= reach);
  return {
    top: nice(reach === 0 ? 1 : reach * 1.12),
    whole: [...line.map((point) => point.value), ...shown.map(({ value }) => value)].every(Number.isInteger),
    shown,
    beyond: thresholds.filter((threshold) => threshold.value > reach),
  };
}

function nextAbove(peak: number, sorted: readonly ChartThreshold[]): number {
  const next = sorted.find((threshold) => threshold.value >= peak)?.value ?? 0;
  return next <= peak * FAR ? next : 0;
}

function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  const top = Number((step * power).toPrecision(6));
  return value > 1 && power === 1 ? Math.ceil(top) : top;
}
