import { DAY, isoDate, type Duration } from '@barometer/time';
import { z } from 'zod';
import type { Kind } from '../kind.js';
import { lullTail } from '../maths/tails.js';
import type { Contributor } from '../reading.js';
import { dayOf, daysLong, oneIn, perPeriod } from '../say.js';
import { readQuiet, type Quiet } from './quiet.js';
import { duration, setName } from './params.js';

export interface LullParams {
  readonly of: string;
  readonly after?: string | undefined;
  readonly within: Duration;
  readonly counter?: string | undefined;
  readonly baseline: Duration;
}

/** For how long nothing has happened, where quiet is known and not only unreported. */
export const lull: Kind<LullParams> = {
  name: 'lull',
  about: 'For how long nothing has happened, where that is known and not only unreported.',
  params: z.strictObject({
    of: setName('The set of incidents that have stopped.'),
    after: setName('A set after whose incidents the quiet is of interest; without it, at any time.').optional(),
    within: duration('How long after the last incident of `after` a lull is spoken of.').prefault('14d'),
    counter: z.string().min(1).max(100).optional().meta({
      description: 'A published counter whose unchanged total shows quiet where no feed covers the gap in full.',
    }),
    baseline: duration(
      'How much time before the last incident tells the usual rate, where feeds show the quiet.',
    ).prefault('90d'),
  }),
  fields: [
    { name: 'gap', type: 'days', unit: 'days', about: 'Days without an incident; 0 where no lull can be spoken of.' },
    {
      name: 'p',
      type: 'probability',
      unit: 'probability',
      about: 'The chance of so long a gap or longer at the rate before it.',
    },
  ],
  streams: [{ set: 'of' }, { set: 'after' }, { counter: 'counter' }],
  told: ['gap'],
  release: 0,

  contribute(incident, { counter }, stream) {
    if (stream < 2) return {};
    const statement = incident.revision.counter;
    return statement && statement.counter === counter ? { statement } : undefined;
  },

  read([of, after, statements], params, context) {
    const quiet = readQuiet({ of: of!, after: after!, statements: statements! }, params, context);
    if (!('gap' in quiet)) return quiet;
    const { gap, baseline, by, starts, ends, provisional, until, from } = quiet;
    const dates = { since: isoDate(starts), to: isoDate(ends) };
    const fields = { gap, p: lullTail(gap, baseline), by, ...dates, ...(by === 'counter' && { total: baseline.k }) };
    return { known: true, value: gap, fields, baseline, provisional, until, from };
  },

  evidence([of, after, statements], params, context) {
    const quiet = readQuiet({ of: of!, after: after!, statements: statements! }, params, context);
    return 'gap' in quiet ? contributorsOf(quiet) : [];
  },

  say({ value, fields, baseline, params, of }) {
    if (value === 0) return `no lull in ${of}`;
    const quiet = `no ${of} for ${daysLong(value)}, ${dayOf(fields['since'])} to ${dayOf(fields['to'])}`;
    const counter =
      fields['by'] === 'counter' ? ` (${String(params['counter'])} total ${Number(fields['total'])} throughout)` : '';
    return `${quiet}${counter}${baseline ? `, usually ${perPeriod(baseline, 7 * DAY)}` : ''}`;
  },

  sayExactly({ value, fields, baseline }) {
    const p = Number(fields['p']);
    const before = baseline ? `, k = ${baseline.k} in ${Number(baseline.days.toFixed(2))} days` : '';
    return `p = ${p.toPrecision(2)} (${oneIn(p)}), gap = ${daysLong(value)}${before}`;
  },
};

function contributorsOf({ shows, after }: Quiet): Contributor[] {
  const contributors: Contributor[] = shows.map(({ ref, at, statement }, place) => ({
    ref,
    at,
    weight: place === 0 ? 1 : 0,
    as: statement ? 'count unchanged' : 'last before',
  }));
  if (after) contributors.push({ ref: after.ref, at: after.at, weight: 0, as: 'after' });
  return contributors;
}
