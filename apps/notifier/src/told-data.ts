import type { Transition } from '@barometer/alert';
import type { ChartData, ChartPoint } from '@barometer/chart';
import { kindOf } from '@barometer/indicator';
import { DAY, HOUR, type Instant } from '@barometer/time';

/** Room before the first mark and after the last, as a share of the time between them. */
const MARGIN = 0.15;
const SHORTEST = 2 * DAY;
/** Kinds whose value counts the incidents of the window, so that their incidents show how it built up. */
const COUNTS: ReadonlySet<string> = new Set(['surge', 'count']);

/** A transition as far as charts of later ones need it. */
export type Told = Pick<
  Transition,
  'seq' | 'at' | 'level' | 'value' | 'fields' | 'threshold' | 'reading' | 'evidence' | 'evidenceTotal'
>;

/** What the chart plots of a reading: casualties by the number that leads the mail, everything else by its value. */
interface Plotted {
  readonly field: string;
  readonly unit: string;
  of(told: Told): number;
}

/** What was told of an alert as a chart: values, levels, thresholds on the value, incidents. */
export function toldData(transition: Transition, told: readonly Told[]): ChartData {
  const plotted = plottedOf(transition, told);
  const at = Date.parse(transition.at);
  const points = [...buildUp(told[0]), ...told.map((one) => ({ at: Date.parse(one.at), value: plotted.of(one) }))];
  const { from, to } = period(transition, points, at);
  return {
    title: transition.title,
    unit: plotted.unit,
    ...{ from, to, points, now: at },
    thresholds: thresholdsOf(told, plotted.field),
    bands: bandsOf(told, to),
    dots: dotsOf(transition, points),
    uncovered: [],
    tone: transition.tone,
    ladder: transition.ladder,
  };
}

function plottedOf({ reading, fields }: Transition, told: readonly Told[]): Plotted {
  const [main] = kindOf(reading.kind)?.fields ?? [];
  if (reading.kind === 'casualties') {
    const field = Number(fields['injured'] ?? 0) > 0 ? 'injured' : 'killed';
    const killed = fields['killedBy'] === '' ? 'not reported' : String(fields['killed'] ?? 0);
    const beside = field === 'injured' ? `; killed: ${killed}` : '';
    const of = (one: Told): number => Number(one.fields[field] ?? 0);
    const steps = [...new Set(told.map(of))].slice(-6).join(', then ');
    return { field, unit: `${field}, as told: ${steps}${beside}`, of };
  }
  return { field: main?.name ?? 'value', unit: main?.unit ?? '', of: ({ value }) => value };
}

/** The count as it grew to what was told first; nothing where not every incident is at hand. */
function buildUp(first: Told | undefined): ChartPoint[] {
  if (!first || !COUNTS.has(first.reading.kind)) return [];
  const { evidence, evidenceTotal, value } = first;
  if (evidence.length !== evidenceTotal || value !== evidenceTotal) return [];
  const days = evidence.map(({ at }) => Date.parse(at)).sort((one, other) => one - other);
  const start = { at: (days[0] ?? 0) - DAY, value: 0 };
  return [start, ...days.map((at, i) => ({ at, value: i + 1 }))].filter(({ at }) => at < Date.parse(first.at));
}

function period(transition: Transition, points: readonly ChartPoint[], at: Instant) {
  const marks = [...points.map((point) => point.at), ...transition.evidence.map((one) => Date.parse(one.at))];
  const first = Math.min(at, ...marks);
  const room = Math.max(SHORTEST, at - first) * MARGIN;
  return { from: Math.min(first - room, at - SHORTEST), to: at + Math.max(room / 2, HOUR) };
}

/** Thresholds of the levels that were told, where a condition compares the plotted number itself. */
function thresholdsOf(told: readonly Told[], field: string): ChartData['thresholds'] {
  const byLevel = new Map(told.map(({ threshold }) => [threshold.level, threshold.condition]));
  return [...byLevel].flatMap(([level, condition]) => {
    const [, value] = new RegExp(`(?:^|[ (])${field} *>=? *(\\d+(?:\\.\\d+)?)`).exec(condition) ?? [];
    return value === undefined ? [] : [{ level, value: Number(value), label: condition }];
  });
}

/** Incidents stand on the axis, but on the line where it counts them. */
function dotsOf({ evidence, reading }: Transition, points: readonly ChartPoint[]): ChartData['dots'] {
  const onLine = COUNTS.has(reading.kind) && points.length > 1;
  return evidence.map(({ at, ref, place, urls }) => ({
    at: Date.parse(at),
    ...(onLine ? {} : { value: 0 }),
    label: place === undefined ? ref : `${ref} ${place}`,
    ...(urls[0] === undefined ? {} : { href: urls[0] }),
  }));
}

function bandsOf(told: readonly Told[], to: Instant): ChartData['bands'] {
  return told.flatMap(({ at, level }, i) => {
    const next = told[i + 1];
    return level === null ? [] : [{ from: Date.parse(at), to: next ? Date.parse(next.at) : to, level }];
  });
}
