import { DAY, type Duration } from '@barometer/time';
import { z } from 'zod';
import { contributorsIn } from '../evidence.js';
import type { Kind } from '../kind.js';
import { amount, inDays } from '../say.js';
import { windowEdge, windowUncovered } from '../edges.js';
import { duration, setName } from './params.js';

export interface CountParams {
  readonly of: string;
  readonly window: Duration;
}

/** How many incidents of a set occurred in a rolling window. */
export const count: Kind<CountParams> = {
  name: 'count',
  about: 'How many incidents of a set occurred in a rolling window.',
  params: z.strictObject({
    of: setName('The set of incidents that are counted.'),
    window: duration('How far back incidents count.').prefault('7d'),
  }),
  fields: [{ name: 'count', type: 'number', unit: 'incidents', about: 'Incidents in the window.' }],
  streams: [{ set: 'of' }],
  told: ['count'],
  release: DAY,
  falls: true,
  plain: true,
  contribute: () => ({}),

  read([timeline], { window }, { at, coverage }) {
    const first = timeline!.rank(at - window);
    const next = timeline!.rank(at);
    const entering = timeline!.at(next)?.at ?? Infinity;
    const leaving = (timeline!.at(first)?.at ?? Infinity) + window;
    const provisional = windowUncovered(coverage, at, window);
    return {
      known: true,
      value: next - first,
      fields: { count: next - first },
      provisional,
      until: Math.min(entering, leaving, windowEdge(coverage, at, window, provisional)),
      from: at - window + 1,
    };
  },

  tally: ([timeline], { window }, at) => timeline!.count(at - window, at),

  evidence: ([timeline], { window }, { at }) => contributorsIn(timeline!, at - window, at),

  say: ({ value, of, params }) => `${amount(value, of)} in ${inDays(Number(params['window']))}`,

  sayExactly: ({ value, params }) => `n = ${value} in ${inDays(Number(params['window']))}`,
};
