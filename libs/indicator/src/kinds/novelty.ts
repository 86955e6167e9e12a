import { FACETS, type Facet } from '@barometer/incident';
import { isoDate, type Duration } from '@barometer/time';
import { z } from 'zod';
import { windowEdge, windowUncovered } from '../edges.js';
import type { Contribution, Kind, ReadContext } from '../kind.js';
import type { Contributor, Fields, Reading } from '../reading.js';
import { dayOf, inDays } from '../say.js';
import type { Timeline } from '../timeline/timeline.js';
import { sayUncovered, uncoveredIn } from '../uncovered.js';
import { duration, minHistory, setName } from './params.js';

export interface NoveltyParams {
  readonly of: string;
  readonly field: Facet;
  readonly memory: Duration;
  readonly window: Duration;
  readonly minHistory: number;
}

/** A contribution that had no equal in the memory before it. */
interface News {
  readonly contribution: Contribution;
  /** The last of the same value before it, older than the memory. */
  readonly previous: Contribution | undefined;
  /** Contributions of the group before it, whatever their value. */
  readonly history: number;
}

/** Whether a field takes a value it has not had for a long time. */
export const novelty: Kind<NoveltyParams> = {
  name: 'novelty',
  about: 'Whether a field takes a value that it has not had for a long time, such as the first attack in a country.',
  params: z.strictObject({
    of: setName('The set of incidents that are looked at.'),
    field: z.enum(FACETS).meta({ description: 'The field whose values are looked at; each is a series of its own.' }),
    memory: duration('How long a value is remembered; it is new again after that.').prefault('365d'),
    window: duration('How long a first stays news.').prefault('7d'),
    minHistory: minHistory('How many earlier incidents the group needs before anything in it can be new.'),
  }),
  fields: [
    {
      name: 'new',
      type: 'boolean',
      unit: 'yes or no',
      about: 'An incident in the window has the value and none in the memory before it had.',
    },
    {
      name: 'held',
      type: 'boolean',
      unit: 'yes or no',
      about: 'It would be new, but too few earlier incidents are known.',
    },
  ],
  streams: [{ set: 'of' }],
  told: [],
  release: 0,
  falls: true,
  splitBy: ({ field }) => field,
  contribute: (incident, { field }) => ({ keys: incident.facets[field] }),

  read([timeline], params, context): Reading {
    const { at, coverage, key } = context;
    const provisional = windowUncovered(coverage, at, params.window);
    const values = timeline!.keyed(key ?? '');
    const news = newsOf(timeline!, params, context);
    const found = news && news.history >= params.minHistory;
    return {
      known: true,
      why: news && !found ? `held: ${news.history} earlier incidents known, ${params.minHistory} needed` : undefined,
      value: found ? 1 : 0,
      fields: { new: found ?? false, held: news !== undefined && !found, ...(news && details(news, params, context)) },
      provisional,
      until: Math.min(
        values.at(values.rank(at))?.at ?? Infinity,
        news ? news.contribution.at + params.window : Infinity,
        windowEdge(coverage, at, params.window, provisional),
      ),
      from: Math.min(timeline!.at(0)?.at ?? Infinity, at - params.window + 1),
    };
  },

  evidence([timeline], params, context) {
    const news = newsOf(timeline!, params, context);
    if (!news) return [];
    const { contribution, previous } = news;
    const contributors: Contributor[] = [{ ref: contribution.ref, at: contribution.at, weight: 1 }];
    if (previous) contributors.push({ ref: previous.ref, at: previous.at, weight: 0, as: 'last before' });
    return contributors;
  },

  say({ fields, params, of }) {
    const field = String(params['field']);
    const value = typeof fields['key'] === 'string' ? `${field} ${fields['key'].replaceAll('_', ' ')}` : field;
    if (!fields['new'] && !fields['held']) return `no new ${value} among ${of}`;
    const before =
      typeof fields['last'] === 'string' ? `the last was on ${dayOf(fields['last'])}` : 'none known before';
    const what = fields['held'] ? 'may be new' : 'is new';
    return `${value} ${what} among ${of} on ${dayOf(fields['on'])}: ${before}${sayUncovered(fields['uncovered'])}`;
  },

  sayExactly: ({ fields, params }) =>
    `new = ${String(fields['new'])}, memory ${inDays(Number(params['memory']))}, window ${inDays(Number(params['window']))}`,
};

/** The latest news in the window with enough history, else the latest news. */
function newsOf(timeline: Timeline, params: NoveltyParams, { at, key = '' }: ReadContext): News | undefined {
  const values = timeline.keyed(key);
  const end = values.rank(at);
  let latest: News | undefined;
  for (let place = values.rank(at - params.window); place < end; place++) {
    const contribution = values.at(place)!;
    const previous = values.at(values.rank(contribution.at - 1) - 1);
    if (!previous || contribution.at - previous.at >= params.memory) {
      const history = timeline.rank(contribution.at - 1);
      if (!latest || history >= params.minHistory) latest = { contribution, previous, history };
    }
    // Within one memory of each other only the first can be new.
    if (params.window <= params.memory) break;
  }
  return latest;
}

function details({ contribution, previous }: News, { memory }: NoveltyParams, { coverage, key }: ReadContext): Fields {
  const on = { key: key ?? '', on: isoDate(contribution.at) };
  const uncovered = uncoveredIn(coverage, contribution.at - memory, contribution.at);
  return { ...on, ...(previous && { last: isoDate(previous.at) }), ...(uncovered && { uncovered }) };
}
