import type { FeedState } from '@barometer/alert';
import type { Incident } from '@barometer/incident';
import { DAY, HOUR, iso } from '@barometer/time';
import fc from 'fast-check';
import type { FeedDefinition } from './definition.js';
import { Itemised } from './itemised.js';

const START = Date.UTC(2024, 0, 1);
const day = (n: number) => START + n * DAY;
const wire: FeedDefinition = { name: 'wire', datasets: ['w1', 'w2'], coverage: 'partial' };
const spans: FeedDefinition = {
  ...{ name: 'spans', datasets: ['s'], coverage: 'partial' },
  covers: [
    { from: day(2), to: day(5) },
    { from: day(10), to: day(30) },
  ],
};
const alive = (feed: string, since = START): FeedState => ({
  ...{ feed, state: 'alive', coverage: 'partial', since: iso(since) },
});

function incident(at: number, dataset: readonly string[], counter = false): Incident {
  const revision = { occurredFrom: at, ...(counter ? { counter: { counter: 'c' } } : {}) };
  return { revision, facets: { dataset } } as unknown as Incident;
}

function told(incidents: readonly Incident[], state: FeedState, at: number, lostBefore?: number): string | undefined {
  const itemised = new Itemised([wire, spans]);
  for (const one of incidents) itemised.put(one);
  const [feed] = itemised.tell([state], { at, lostBefore });
  return feed?.itemised && `${feed.itemised.count} since ${feed.itemised.since.slice(0, 10)}`;
}

describe('what a feed itemised', () => {
  it.each<[string, Incident[], FeedState, number, string | undefined]>([
    [
      'since the first incident',
      [incident(day(3), ['w1']), incident(day(7), ['w2'])],
      alive('wire'),
      day(8),
      '2 since 2024-01-04',
    ],
    ['nothing is said of none', [], alive('wire'), day(8), undefined],
    [
      'the whole first day counts',
      [incident(day(3), ['w1'])],
      alive('wire', day(3) + HOUR),
      day(8),
      '1 since 2024-01-04',
    ],
    ['what was before the feed came', [incident(day(1), ['w1'])], alive('wire', day(3)), day(8), undefined],
    ['another feed', [incident(day(3), ['s'])], alive('wire'), day(8), undefined],
    ['a dataset nobody lists', [incident(day(3), ['x'])], alive('other'), day(8), '1 since 2024-01-04'],
    [
      'one incident of two datasets of a feed counts once',
      [incident(day(3), ['w1', 'w2'])],
      alive('wire'),
      day(8),
      '1 since 2024-01-04',
    ],
    ['a published total is no incident', [incident(day(3), ['w1'], true)], alive('wire'), day(8), undefined],
    ['what lies ahead', [incident(day(9), ['w1'])], alive('wire'), day(8), undefined],
    [
      'the declared span that was entered last',
      [incident(day(3), ['s']), incident(day(12), ['s']), incident(day(13), ['s'])],
      ...([alive('spans', day(1)), day(15), '2 since 2024-01-13'] as const),
    ],
    [
      'after a declared span, the same until the next',
      [incident(day(3), ['s'])],
      ...([alive('spans', day(1)), day(8), '1 since 2024-01-04'] as const),
    ],
    ['a silent feed', [incident(day(3), ['w1'])], { ...alive('wire'), state: 'silent' }, day(8), undefined],
    ['a feed that ended', [incident(day(3), ['w1'])], { ...alive('wire'), state: 'ended' }, day(8), undefined],
  ])('%s', (_why, incidents, state, at, expected) => expect(told(incidents, state, at)).toBe(expected));

  it('begins after what was lost', () => {
    const both = [incident(day(3), ['w1']), incident(day(7), ['w1'])];
    expect(told(both, alive('wire'), day(8), day(6))).toBe('1 since 2024-01-08');
  });

  it('is what a count of all incidents says, whatever came and went', () => {
    const given = fc.record({ day: fc.integer({ min: 0, max: 20 }), dataset: fc.subarray(['w1', 'w2', 's', 'x']) });
    const steps = fc.array(fc.record({ given, gone: fc.boolean() }));
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (all, since, now) => {
        const itemised = new Itemised([wire, spans]);
        const left: (typeof all)[number]['given'][] = [];
        for (const step of all) {
          itemised.put(incident(day(step.given.day), step.given.dataset));
          if (step.gone) itemised.remove(incident(day(step.given.day), step.given.dataset));
          else left.push(step.given);
        }
        const mine = left.filter(
          (one) => one.dataset.some((name) => wire.datasets.includes(name)) && one.day >= since && one.day <= now,
        );
        const first = Math.min(...mine.map((one) => one.day));
        const [feed] = itemised.tell([alive('wire', day(since))], { at: day(now) });
        expect(feed?.itemised).toEqual(mine.length === 0 ? undefined : { count: mine.length, since: iso(day(first)) });
      }),
    );
  });
});
