import { createGazetteer } from '@barometer/gazetteer';
import type { Facets, Revision } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { Names, unionFacets } from './names.js';

const AT = Date.UTC(2024, 0, 28);
const names = new Names(createGazetteer({}));

function facets(given: Partial<Revision>): Facets {
  return names.facetsOf(aRevision({ occurredFrom: AT, ...given }));
}

describe('facets', () => {
  it.each<{ why: string; given: Partial<Revision>; facets: Partial<Facets> }>([
    {
      why: 'nothing said is nothing found',
      given: {},
      facets: {
        country: [],
        place: [],
        site: [],
        tactic: [],
        target: [],
        perpetrator: [],
        actor: [],
        driver: [],
        admin1: [],
      },
    },
    {
      why: 'kind and dataset are always known',
      given: { dataset: 'acled' },
      facets: { kind: ['attack'], dataset: ['acled'] },
    },
    {
      why: 'a place that is a site gives both, in the shipped spelling',
      given: { location: { country: 'IQ', place: 'Ain al-Assad airbase' } },
      facets: { place: ['al-Asad air base'], site: ['site:al-asad'], country: ['IQ'] },
    },
    {
      why: 'several places are parted at semicolons',
      given: { location: { country: 'SY', place: 'al-Omar oil field; Conoco gas field;' } },
      facets: { place: ['al-Omar oil field', 'Conoco gas field'], site: ['site:al-omar', 'site:conoco'] },
    },
    {
      why: 'a name known in another country is not that site',
      given: { location: { country: 'US', place: 'Tower 22' } },
      facets: { place: ['Tower 22'], site: [] },
    },
    {
      why: 'a site alone gives its place, and its country by the report only',
      given: { site: { name: 'T22', hostCountry: 'JO' } },
      facets: { place: ['Tower 22'], site: ['site:tower-22'], country: ['JO'] },
    },
    {
      why: 'an unknown site keeps its name',
      given: { site: { name: 'Base X' } },
      facets: { site: ['Base X'], place: ['Base X'] },
    },
    {
      why: 'an actor is found by id or name, once',
      given: {
        actors: [
          { name: 'US troops', role: 'target' },
          { actorId: 'actor:usa-mil', role: 'target' },
        ],
      },
      facets: { target: ['actor:usa-mil'], actor: ['actor:usa-mil'] },
    },
    {
      why: 'an unknown actor stays as given',
      given: {
        actors: [
          { actorId: 'x:1', name: 'The Raiders', role: 'perpetrator' },
          { name: ' Others ', role: 'unknown' },
        ],
      },
      facets: { perpetrator: ['x:1'], actor: ['x:1', 'Others'] },
    },
    {
      why: 'an unknown id with a known name is that actor',
      given: { actors: [{ actorId: 'x:1', name: 'Houthis', role: 'perpetrator' }] },
      facets: { perpetrator: ['actor:houthi'] },
    },
    {
      why: '`unknown` and `none` name nobody',
      given: {
        actors: [
          { name: 'unknown', role: 'target' },
          { actorId: 'None', role: 'perpetrator' },
        ],
      },
      facets: { target: [], perpetrator: [], actor: [] },
    },
    {
      why: 'claims and attributions make no perpetrator',
      given: {
        claims: [{ actorId: 'actor:islamic-resistance-in-iraq', at: AT }],
        attributions: [{ actorId: 'actor:kataib-hezbollah', by: 'us_dod', at: AT, status: 'preliminary' }],
        denials: [{ by: 'actor:iran-gov', at: AT }],
      },
      facets: {
        perpetrator: [],
        claimant: ['actor:islamic-resistance-in-iraq'],
        accused: ['actor:kataib-hezbollah'],
        denier: ['actor:iran-gov'],
        actor: ['actor:islamic-resistance-in-iraq', 'actor:kataib-hezbollah', 'actor:iran-gov'],
      },
    },
    {
      why: 'what was taken back is said no more',
      given: {
        claims: [{ actorId: 'actor:nujaba', at: AT, retractedAt: AT + 1 }],
        attributions: [{ actorId: 'actor:irgc', by: 'us_dod', at: AT, status: 'withdrawn' }],
      },
      facets: { claimant: [], accused: [], actor: [] },
    },
    {
      why: 'a long name is cut, and never inside a character',
      given: { actors: [{ name: `${'x'.repeat(199)}😀😀`, role: 'target' }] },
      facets: { target: ['x'.repeat(199)] },
    },
    { why: 'a tactic is said once', given: { tactics: ['rocket', 'rocket'] }, facets: { tactic: ['rocket'] } },
  ])('$why', ({ given, facets: expected }) => expect(facets(given)).toMatchObject(expected));

  it('of several members are their union, sorted', () => {
    const union = unionFacets([
      facets({ tactics: ['rocket'] }),
      facets({ dataset: 'a', tactics: ['mortar', 'rocket'] }),
    ]);
    expect(union).toMatchObject({ tactic: ['mortar', 'rocket'], dataset: ['a', 'test'], kind: ['attack'] });
  });
});
