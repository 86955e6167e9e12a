import { FACETS, type Facets } from '@barometer/incident';
import { matches } from './index.js';

const facets = (given: Partial<Facets>): Facets =>
  ({ ...Object.fromEntries(FACETS.map((facet) => [facet, []])), ...given }) as Facets;

describe('a filter', () => {
  const iraq = facets({ country: ['IQ'], tactic: ['rocket', 'one_way_drone'], kind: ['attack'] });
  it.each([
    { why: 'without keys takes everything', filter: {}, yes: true },
    { why: 'lists mean or', filter: { country: ['SY', 'IQ'] }, yes: true },
    { why: 'keys mean and', filter: { country: ['IQ'], kind: ['strike'] }, yes: false },
    { why: 'of a field with several values, one is enough', filter: { tactic: ['one_way_drone'] }, yes: true },
    { why: 'an absent field matches nothing', filter: { target: ['actor:x'] }, yes: false },
    { why: 'none matches an absent field', filter: { target: ['none'] }, yes: true },
    { why: 'none does not match a present one', filter: { country: ['none'] }, yes: false },
  ])('$why', ({ filter, yes }) => expect(matches({ all: filter, not: {} }, iraq)).toBe(yes));

  it.each([
    { why: 'not holds where the field is absent', not: { target: ['actor:x'] }, yes: true },
    { why: 'not refuses any of the values', not: { tactic: ['rocket'] }, yes: false },
    { why: 'not none refuses an absent field', not: { target: ['none'] }, yes: false },
  ])('$why', ({ not, yes }) => expect(matches({ all: {}, not }, iraq)).toBe(yes));
});
