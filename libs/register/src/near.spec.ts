import { createGazetteer } from '@barometer/gazetteer';
import type { Revision } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { DAY, HOUR } from '@barometer/time';
import { Register } from './index.js';

const AT = Date.UTC(2023, 9, 18);
const options = { gazetteer: createGazetteer({}), grades: {} };
const KH = { actorId: 'actor:kataib-hezbollah', role: 'perpetrator' } as const;
const US = { actorId: 'actor:usa-mil', role: 'target' } as const;

type Given = Partial<Revision>;

function attack(dataset: string, recordId: string, given: Given): Revision {
  const location = { country: 'IQ', place: 'al-Asad air base' };
  return aRevision({ occurredFrom: AT, location, actors: [US], tactics: ['rocket'], ...given, dataset, recordId });
}

/** How the records named `a1, b1, a2 …` (dataset and number) fall into incidents. */
function grouped(records: Readonly<Record<string, Given>>): readonly string[] {
  const register = new Register(options);
  for (const [name, given] of Object.entries(records)) register.apply(attack(name[0]!, name, given));
  const groups = [...register.incidents()].map(({ revision, linked }) => [revision, ...linked]);
  return groups
    .map((revisions) =>
      revisions
        .map(({ recordId }) => recordId)
        .sort()
        .join('+'),
    )
    .sort();
}

describe('two reports of different datasets are one incident', () => {
  it.each<{ why: string; b: Given }>([
    { why: 'when they say the same', b: {} },
    { why: 'at another hour of the day', b: { occurredFrom: AT + 5 * HOUR, timePrecision: 'hour' } },
    { why: 'with the place spelt otherwise', b: { location: { country: 'IQ', place: 'Ain al-Assad airbase' } } },
    {
      why: 'with the place as a site',
      b: { location: { country: 'IQ', place: 'Anbar' }, site: { siteId: 'site:al-asad' } },
    },
    { why: 'with the target by name', b: { actors: [{ name: 'U.S. military', role: 'target' }] } },
    { why: 'when one names no tactic', b: { tactics: [] } },
    { why: 'when one calls the tactic unknown', b: { tactics: ['unknown'] } },
    { why: 'when one names a perpetrator', b: { actors: [US, KH] } },
    { why: 'when one knows a claim', b: { claims: [{ actorId: 'actor:nujaba', at: AT }] } },
  ])('$why', ({ b }) => expect(grouped({ a1: {}, b1: b })).toEqual(['a1+b1']));
});

describe('two reports stay two incidents', () => {
  it.each<{ why: string; a?: Given; b: Given; same?: true }>([
    { why: 'of one dataset, always', b: {}, same: true },
    { why: 'on another day', b: { occurredFrom: AT + DAY } },
    { why: 'over more days', b: { occurredTo: AT + DAY } },
    { why: 'of another kind', b: { kind: 'storming' } },
    { why: 'at another place', b: { location: { country: 'IQ', place: 'al-Harir air base' } } },
    { why: 'in another country', b: { location: { country: 'SY', place: 'al-Asad air base' } } },
    { why: 'against another side', b: { actors: [{ actorId: 'actor:sdf', role: 'target' }] } },
    { why: 'with tactics that differ', b: { tactics: ['one_way_drone'] } },
    { why: 'with one tactic more', b: { tactics: ['rocket', 'one_way_drone'] } },
    {
      why: 'with perpetrators that differ',
      a: { actors: [US, KH] },
      b: { actors: [US, { ...KH, actorId: 'actor:nujaba' }] },
    },
    { why: 'where one is known to the week only', b: { timePrecision: 'week' } },
    { why: 'where no place is named', a: { location: { country: 'IQ' } }, b: { location: { country: 'IQ' } } },
    {
      why: 'where the place is a whole region',
      a: { location: { country: 'SY', place: 'eastern Syria', precision: 'admin1' } },
      b: { location: { country: 'SY', place: 'eastern Syria', precision: 'admin1' } },
    },
    { why: 'where nobody is named', a: { actors: [] }, b: { actors: [] } },
  ])('$why', ({ a = {}, b, same }) => expect(grouped({ a1: a, [same ? 'a2' : 'b1']: b })).toHaveLength(2));
});

describe('among several', () => {
  const rocket: Given = {};
  const drone: Given = { tactics: ['one_way_drone'] };
  const bare: Given = { tactics: [] };

  it.each<{ why: string; records: Readonly<Record<string, Given>>; groups: readonly string[] }>([
    {
      why: 'each finds its own by tactic',
      records: { a1: rocket, a2: drone, b1: drone, b2: rocket },
      groups: ['a1+b2', 'a2+b1'],
    },
    { why: 'three datasets are one incident', records: { a1: rocket, b1: bare, c1: rocket }, groups: ['a1+b1+c1'] },
    {
      why: 'which of two alike is meant is not guessed',
      records: { a1: rocket, a2: rocket, b1: rocket },
      groups: ['a1', 'a2', 'b1'],
    },
    {
      why: 'a report that fits two belongs to none',
      records: { a1: rocket, a2: drone, b1: bare },
      groups: ['a1', 'a2', 'b1'],
    },
    {
      why: 'and does not part those that agree',
      records: { a1: rocket, a2: drone, b1: rocket, c1: bare },
      groups: ['a1+b1', 'a2', 'c1'],
    },
    {
      why: 'a vague one does not join two that differ',
      records: { a1: rocket, b1: drone, c1: bare },
      groups: ['a1', 'b1', 'c1'],
    },
  ])('$why', ({ records, groups }) => {
    expect(grouped(records)).toEqual(groups);
    expect(grouped(Object.fromEntries(Object.entries(records).reverse()))).toEqual(groups);
  });
});
