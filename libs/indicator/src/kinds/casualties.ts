import { DAY, type Duration } from '@barometer/time';
import { z } from 'zod';
import { windowEdge, windowUncovered } from '../edges.js';
import type { Kind } from '../kind.js';
import type { Contributor, Fields } from '../reading.js';
import { inDays } from '../say.js';
import { duration, setName } from './params.js';
import { TOLL } from './toll.js';

export interface CasualtiesParams {
  readonly of: string;
  readonly window: Duration;
}

/** How many people were killed and injured in the incidents of a rolling window, as resolved over all reports. */
export const casualties: Kind<CasualtiesParams> = {
  name: 'casualties',
  about: 'How many people were killed and injured in the incidents of a rolling window, as resolved over all reports.',
  params: z.strictObject({
    of: setName('The set of incidents whose casualties are added up.'),
    window: duration('How far back incidents count, and corrections of them are followed.').prefault('90d'),
  }),
  fields: [
    { name: 'value', type: 'number', unit: 'people', about: 'Killed and injured together.' },
    {
      name: 'killed',
      type: 'number',
      unit: 'people',
      about: 'Killed, by the latest report of the best-graded reporter of each incident.',
    },
    {
      name: 'injured',
      type: 'number',
      unit: 'people',
      about: 'Injured, by the latest report of the best-graded reporter of each incident.',
    },
    { name: 'killedLow', type: 'number', unit: 'people', about: 'Killed, by the lowest report of each incident.' },
    { name: 'killedHigh', type: 'number', unit: 'people', about: 'Killed, by the highest report of each incident.' },
    { name: 'injuredLow', type: 'number', unit: 'people', about: 'Injured, by the lowest report of each incident.' },
    { name: 'injuredHigh', type: 'number', unit: 'people', about: 'Injured, by the highest report of each incident.' },
    {
      name: 'incidents',
      type: 'number',
      unit: 'incidents',
      about: 'Incidents in the window whose casualties are reported.',
    },
  ],
  streams: [{ set: 'of' }],
  told: ['killed', 'injured'],
  release: DAY,
  falls: true,
  contribute: ({ casualties }) => (casualties.killed || casualties.injured ? { casualties } : undefined),

  read([timeline], { window }, { at, coverage }) {
    const first = timeline!.rank(at - window);
    const next = timeline!.rank(at);
    const { killed, injured } = timeline!.total(TOLL, at - window, at);
    const provisional = windowUncovered(coverage, at, window);
    return {
      known: true,
      value: killed.value + injured.value,
      fields: {
        value: killed.value + injured.value,
        killed: killed.value,
        injured: injured.value,
        killedLow: killed.low,
        killedHigh: killed.high,
        injuredLow: injured.low,
        injuredHigh: injured.high,
        incidents: next - first,
        killedAs: killed.qualifier,
        injuredAs: injured.qualifier,
        killedBy: killed.reporter,
        injuredBy: injured.reporter,
      },
      provisional,
      until: Math.min(
        timeline!.at(next)?.at ?? Infinity,
        (timeline!.at(first)?.at ?? Infinity) + window,
        windowEdge(coverage, at, window, provisional),
      ),
      from: at - window + 1,
    };
  },

  evidence([timeline], { window }, { at }) {
    const contributors: (Contributor & { readonly killed: number })[] = [];
    for (const { ref, at: occurred, casualties } of timeline!.range(at - window, at)) {
      const killed = casualties?.killed?.value ?? 0;
      contributors.push({ ref, at: occurred, weight: killed + (casualties?.injured?.value ?? 0), killed });
    }
    contributors.sort((a, b) => b.killed - a.killed || b.weight - a.weight || b.at - a.at || (a.ref < b.ref ? -1 : 1));
    return contributors.map(({ ref, at: occurred, weight }) => ({ ref, at: occurred, weight }));
  },

  say({ fields, params }) {
    const many =
      Number(fields['incidents']) > 1
        ? ` in ${Number(fields['incidents'])} incidents in ${inDays(Number(params['window']))}`
        : '';
    return `${sayPart(fields, 'killed')}, ${sayPart(fields, 'injured')}${many}`;
  },

  sayExactly: ({ fields }) => `${exactly(fields, 'killed')}; ${exactly(fields, 'injured')}`,
};

const QUALIFIED: ReadonlyMap<string, string> = new Map([
  ['at_least', 'at least '],
  ['more_than', 'more than '],
  ['approximately', 'about '],
  ['up_to', 'up to '],
]);

function sayPart(fields: Fields, part: 'killed' | 'injured'): string {
  const reporter = String(fields[`${part}By`]);
  if (reporter === '') return `${part} not reported`;
  const said = `${QUALIFIED.get(String(fields[`${part}As`])) ?? ''}${Number(fields[part])} ${part}`;
  return reporter === 'several' ? said : `${said} (${reporter})`;
}

function exactly(fields: Fields, part: 'killed' | 'injured'): string {
  const reporter = String(fields[`${part}By`]);
  if (reporter === '') return `${part} not reported`;
  const range = `${Number(fields[`${part}Low`])} to ${Number(fields[`${part}High`])}`;
  return `${part} = ${Number(fields[part])} (${String(fields[`${part}As`]).replaceAll('_', ' ')}; reports ${range}; ${reporter})`;
}
