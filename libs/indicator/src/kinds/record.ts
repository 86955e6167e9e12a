import { DAY, isoDate, type Duration } from '@barometer/time';
import { z } from 'zod';
import { windowEdge, windowUncovered } from '../edges.js';
import type { Contribution, Kind, ReadContext } from '../kind.js';
import type { Contributor, Fields, Reading } from '../reading.js';
import { dayOf, daysLong, inDays } from '../say.js';
import type { Timeline } from '../timeline/timeline.js';
import { sayUncovered, uncoveredIn } from '../uncovered.js';
import { duration, minHistory, setName } from './params.js';

export interface RecordParams {
  readonly of: string;
  readonly value: 'launched';
  readonly floor: number;
  readonly window: Duration;
  readonly minHistory: number;
}

interface Record {
  readonly record: Contribution;
  /** The last one before it that was as large or larger. */
  readonly since: Contribution | undefined;
  /** The largest in between. */
  readonly beaten: Contribution | undefined;
  /** Known values before it. */
  readonly history: number;
}

/** For how long there has been no value as large as the largest in the window. */
export const record: Kind<RecordParams> = {
  name: 'record',
  about: 'For how long no incident was as large as the largest one of the last days.',
  params: z.strictObject({
    of: setName('The set of incidents that are looked at.'),
    value: z
      .enum(['launched'])
      .default('launched')
      .meta({ description: 'The number compared: munitions launched, of all types together.' }),
    floor: z.number().min(0).max(1e9).default(0).meta({ description: 'The least value that can be a record.' }),
    window: duration('How long a record stays news.').prefault('7d'),
    minHistory: minHistory('How many earlier known values the series needs before one can be a record.'),
  }),
  fields: [
    {
      name: 'value',
      type: 'number',
      unit: 'munitions',
      about: 'The largest value in the window; 0 if none reaches the floor.',
    },
    {
      name: 'stood',
      type: 'days',
      unit: 'days',
      about: 'Days from the last value as large or larger to this one; without limit (`ever`) if none is known.',
    },
    {
      name: 'beats',
      type: 'number',
      unit: 'munitions',
      about: 'The largest value in between, which it beats; 0 if there is none.',
    },
    {
      name: 'held',
      type: 'boolean',
      unit: 'yes or no',
      about: 'It could be a record, but too few earlier values are known.',
    },
  ],
  streams: [{ set: 'of' }],
  told: ['value'],
  release: 0,
  contribute: ({ launched }) => (launched === undefined ? undefined : { value: launched }),

  read([timeline], params, context): Reading {
    const { at, coverage } = context;
    const provisional = windowUncovered(coverage, at, params.window);
    const found = recordOf(timeline!, params, context);
    const held = found !== undefined && found.history < params.minHistory;
    return {
      known: true,
      why: held ? `held: ${found.history} earlier values known, ${params.minHistory} needed` : undefined,
      value: found && !held ? found.record.value! : 0,
      fields: found && !held ? details(timeline!, found, context) : { value: 0, stood: 0, beats: 0, held },
      provisional,
      until: Math.min(
        timeline!.at(timeline!.rank(at))?.at ?? Infinity,
        found ? found.record.at + params.window : Infinity,
        windowEdge(coverage, at, params.window, provisional),
      ),
      from: Math.min(timeline!.at(0)?.at ?? Infinity, at - params.window + 1),
    };
  },

  evidence([timeline], params, context) {
    const found = recordOf(timeline!, params, context);
    if (!found) return [];
    const { record, since, beaten } = found;
    const contributors: Contributor[] = [{ ref: record.ref, at: record.at, weight: record.value! }];
    if (since) contributors.push({ ref: since.ref, at: since.at, weight: 0, as: 'largest since' });
    if (beaten) contributors.push({ ref: beaten.ref, at: beaten.at, weight: 0, as: 'beaten' });
    return contributors;
  },

  say({ value, fields, params }) {
    if (fields['held']) return 'too few earlier values to speak of a record';
    if (value === 0) return `no value of ${Number(params['floor'])} or more in ${inDays(Number(params['window']))}`;
    const since =
      fields['since'] === undefined ? 'the largest known' : `the largest known since ${sayValue(fields, 'since')}`;
    const beaten = fields['beatsOn'] === undefined ? '' : `, above ${sayValue(fields, 'beats')}`;
    return `${value} launched on ${dayOf(fields['on'])}, ${since}${beaten}${sayUncovered(fields['uncovered'])}`;
  },

  sayExactly({ value, fields }) {
    const stood = Number(fields['stood']);
    return `value = ${value}, stood = ${Number.isFinite(stood) ? daysLong(stood) : 'ever'}, beats = ${Number(fields['beats'])}`;
  },
};

/** The largest in the window, the first of equals: a later equal value leaves the record standing. */
function recordOf(timeline: Timeline, { window, floor }: RecordParams, { at }: ReadContext): Record | undefined {
  const largest = timeline.largest(at - window, at);
  if (!largest || largest.value! < floor) return undefined;
  const record = timeline.firstAtLeast(largest.value!, at - window)!;
  const since = timeline.lastAtLeast(record.value!, record.at - 1);
  const beaten = timeline.largest(since?.at ?? -Infinity, record.at - 1);
  return { record, since, beaten, history: timeline.rank(record.at - 1) };
}

function details(timeline: Timeline, { record, since, beaten }: Record, { coverage }: ReadContext): Fields {
  const stood = since ? (record.at - since.at) / DAY : Infinity;
  const uncovered = uncoveredIn(coverage, since?.at ?? timeline.at(0)!.at, record.at);
  return {
    value: record.value!,
    stood,
    beats: beaten?.value ?? 0,
    held: false,
    on: isoDate(record.at),
    ...(since && { since: isoDate(since.at), sinceValue: since.value! }),
    ...(beaten && { beatsOn: isoDate(beaten.at) }),
    ...(uncovered && { uncovered }),
  };
}

function sayValue(fields: Fields, which: 'since' | 'beats'): string {
  if (which === 'since') return `${dayOf(fields['since'])} (${Number(fields['sinceValue'])})`;
  return `${Number(fields['beats'])} on ${dayOf(fields['beatsOn'])}`;
}
