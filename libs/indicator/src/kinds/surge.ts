import { DAY, type Duration } from '@barometer/time';
import { z } from 'zod';
import { baselineEdge, baselineOf, SHORT_BASELINE, windowEdge, windowUncovered } from '../edges.js';
import { contributorsIn } from '../evidence.js';
import type { Kind } from '../kind.js';
import { gammaPoissonTail } from '../maths/tails.js';
import type { Reading } from '../reading.js';
import { amount, inDays, oneIn, perPeriod } from '../say.js';
import { duration, setName } from './params.js';

export interface SurgeParams {
  readonly of: string;
  readonly window: Duration;
  readonly baseline: Duration;
  readonly guard: Duration;
}

/** Whether a rolling window holds more incidents than the time before it leads one to expect. */
export const surge: Kind<SurgeParams> = {
  name: 'surge',
  about: 'Whether a rolling window holds more incidents than the time before it leads one to expect.',
  params: z.strictObject({
    of: setName('The set of incidents that are counted.'),
    window: duration('How far back incidents count.').prefault('7d'),
    baseline: duration('How much time before window and guard the window is compared with.').prefault('90d'),
    guard: duration(
      'Time left out between baseline and window, so that a slow start does not hide a surge.',
      0,
    ).prefault('7d'),
  }),
  fields: [
    { name: 'count', type: 'number', unit: 'incidents', about: 'Incidents in the window.' },
    {
      name: 'p',
      type: 'probability',
      unit: 'probability',
      about: 'The chance of so many or more had nothing changed since the baseline.',
    },
    {
      name: 'expected',
      type: 'number',
      unit: 'incidents',
      about: 'Incidents that the baseline leads one to expect in a window.',
    },
    { name: 'ratio', type: 'number', unit: 'times', about: 'Incidents in the window for each one expected.' },
  ],
  streams: [{ set: 'of' }],
  told: ['count'],
  release: DAY,
  plain: true,
  contribute: () => ({}),

  read([timeline], { window, baseline: length, guard }, { at, coverage }): Reading {
    const first = timeline!.rank(at - window);
    const next = timeline!.rank(at);
    const count = next - first;
    const end = at - window - guard;
    const baseline = baselineOf(timeline!, coverage, end - length, end);
    const uncovered = windowUncovered(coverage, at, window);
    const until = Math.min(
      timeline!.at(next)?.at ?? Infinity,
      (timeline!.at(first)?.at ?? Infinity) + window,
      windowEdge(coverage, at, window, uncovered),
      baselineEdge(timeline!, coverage, baseline, at),
    );
    const from = end - length + 1;
    if (baseline.days === 0) return unknown(count, { until, from });
    const expected = ((baseline.k + 0.5) * window) / DAY / baseline.days;
    return {
      known: true,
      value: count,
      fields: { count, p: gammaPoissonTail(count, baseline, window / DAY), expected, ratio: count / expected },
      baseline,
      provisional: uncovered || baseline.days < SHORT_BASELINE,
      until,
      from,
    };
  },

  evidence: ([timeline], { window }, { at }) => contributorsIn(timeline!, at - window, at),

  say({ value, baseline, params, of }) {
    const window = Number(params['window']);
    const usual = baseline ? `, usually ${perPeriod(baseline, window)}` : '';
    return `${amount(value, of)} in ${inDays(window)}${usual}`;
  },

  sayExactly({ value, fields, baseline, params }) {
    const p = Number(fields['p']);
    const before = baseline ? `, k = ${baseline.k} in ${Number(baseline.days.toFixed(2))} covered days` : '';
    return `p = ${p.toPrecision(3)} (${oneIn(p)}), x = ${value} in ${inDays(Number(params['window']))}${before}`;
  },
};

function unknown(count: number, when: Pick<Reading, 'until' | 'from'>): Reading {
  return {
    known: false,
    why: 'no covered time in the baseline',
    value: count,
    fields: { count },
    provisional: true,
    ...when,
  };
}
