import { DAY, isoDate, type Duration } from '@barometer/time';
import { z } from 'zod';
import { windowEdge, windowUncovered } from '../edges.js';
import type { Kind } from '../kind.js';
import { dayOf } from '../say.js';
import { longestChain, RESPONDS } from './chain.js';
import { duration, setName } from './params.js';

export interface ExchangeParams {
  readonly of: string;
  readonly window: Duration;
}

/** How long the longest chain of incidents is in which each is a response to the one before. */
export const exchange: Kind<ExchangeParams> = {
  name: 'exchange',
  about: 'How long the longest chain of incidents is in which each is said to respond to the one before.',
  params: z.strictObject({
    of: setName('The set of incidents that are chained.'),
    window: duration('How far back the first incident of a chain may lie.').prefault('90d'),
  }),
  fields: [
    {
      name: 'length',
      type: 'number',
      unit: 'incidents',
      about: 'Incidents on the longest chain of asserted responses in the window.',
    },
  ],
  streams: [{ set: 'of' }],
  told: ['length'],
  release: DAY,
  falls: true,
  contribute: ({ members, responds }) => ({
    members,
    responds,
    keys: responds.length > 0 ? [...members, RESPONDS] : members,
  }),

  read([timeline], { window }, { at, coverage }) {
    const chain = longestChain(timeline!, at - window, at);
    const [first, last] = [chain[0], chain.at(-1)];
    const provisional = windowUncovered(coverage, at, window);
    return {
      known: true,
      value: chain.length,
      fields: { length: chain.length, ...(first && last && { since: isoDate(first.at), to: isoDate(last.at) }) },
      provisional,
      until: Math.min(
        timeline!.at(timeline!.rank(at))?.at ?? Infinity,
        (first?.at ?? Infinity) + window,
        windowEdge(coverage, at, window, provisional),
      ),
      from: at - window + 1,
    };
  },

  evidence: ([timeline], { window }, { at }) =>
    longestChain(timeline!, at - window, at).map((link, place) => ({
      ref: link.ref,
      at: link.at,
      weight: 1,
      as: `link ${place + 1}`,
    })),

  say({ value, fields, of }) {
    if (value === 0) return `no ${of}`;
    if (value === 1) return `no response among ${of}`;
    return `a chain of ${value} ${of}, each a response to the one before, ${dayOf(fields['since'])} to ${dayOf(fields['to'])}`;
  },

  sayExactly: ({ value }) => `length = ${value}`,
};
