import { FACETS, type Facets, type Incident } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { Grouping, nameOf } from './index.js';

function incident(given: Partial<Facets>): Incident {
  const facets = { ...Object.fromEntries(FACETS.map((facet) => [facet, []])), ...given } as Facets;
  const revision = aRevision({ recordId: 'fr-057', dataset: 'region', occurredFrom: 0 });
  return { id: 'x', members: ['x'], responds: [], revision, linked: [], facets, casualties: { reports: [] } };
}

describe('a grouping', () => {
  it.each([
    { why: 'one series without keys', by: [], facets: {}, names: ['all'] },
    { why: 'a series a value', by: ['country'] as const, facets: { country: ['JO'] }, names: ['country=JO'] },
    { why: 'none for an absent field', by: ['country'] as const, facets: {}, names: ['country=none'] },
    {
      why: 'once in each of several values',
      by: ['tactic'] as const,
      facets: { tactic: ['rocket', 'mortar'] },
      names: ['tactic=rocket', 'tactic=mortar'],
    },
    {
      why: 'keys in name order',
      by: ['tactic', 'country'] as const,
      facets: { country: ['IQ'], tactic: ['rocket'] },
      names: ['country=IQ,tactic=rocket'],
    },
    {
      why: 'a series an incident, with its dataset',
      by: ['incident'] as const,
      facets: {},
      names: ['incident=region/fr-057'],
    },
  ])('gives $why', ({ by, facets, names }) => {
    const grouping = new Grouping(by);
    expect(grouping.of(incident(facets)).map((id) => grouping.nameOf(id))).toEqual(names);
  });

  it('names values in key order', () => expect(nameOf({ b: '2', a: '1' })).toBe('a=1,b=2'));
});
