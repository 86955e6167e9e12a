import type { Relation } from '../relations.js';

const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date);

/**
 * Relations as claimed. A `validFrom` is the day the body was formed or the claimant first said so in the act named
 * beside it; relations that are older than any dated statement known here are undated.
 */
// prettier-ignore
export const RELATIONS: readonly Relation[] = [
  // By Iran’s own constitution and statements: parts of one force.
  { from: 'actor:irgc', relation: 'umbrella_of', to: 'actor:irgc-qf', by: 'actor:iran-gov' },
  { from: 'actor:irgc', relation: 'umbrella_of', to: 'actor:irgc-navy', by: 'actor:iran-gov' },
  { from: 'actor:iran-gov', relation: 'umbrella_of', to: 'actor:irgc', by: 'actor:iran-gov' },
  { from: 'actor:iran-gov', relation: 'umbrella_of', to: 'actor:iran-mil', by: 'actor:iran-gov' },
  // US designations under counter-terrorism law, by their day.
  { from: 'actor:hezbollah', relation: 'sponsored_by', to: 'actor:iran-gov', by: 'actor:usa-gov' },
  { from: 'actor:hamas', relation: 'sponsored_by', to: 'actor:iran-gov', by: 'actor:usa-gov' },
  { from: 'actor:pij', relation: 'sponsored_by', to: 'actor:iran-gov', by: 'actor:usa-gov' },
  { from: 'actor:kataib-hezbollah', relation: 'sponsored_by', to: 'actor:irgc-qf', by: 'actor:usa-gov', validFrom: day(2009, 7, 2) },
  { from: 'actor:nujaba', relation: 'sponsored_by', to: 'actor:irgc-qf', by: 'actor:usa-gov', validFrom: day(2019, 3, 5) },
  { from: 'actor:asaib-ahl-al-haq', relation: 'sponsored_by', to: 'actor:irgc-qf', by: 'actor:usa-gov', validFrom: day(2020, 1, 3) },
  { from: 'actor:kataib-sayyid-al-shuhada', relation: 'sponsored_by', to: 'actor:irgc-qf', by: 'actor:usa-gov', validFrom: day(2023, 11, 17) },
  { from: 'actor:fatemiyoun', relation: 'sponsored_by', to: 'actor:irgc-qf', by: 'actor:usa-gov', validFrom: day(2019, 1, 24) },
  { from: 'actor:zainabiyoun', relation: 'sponsored_by', to: 'actor:irgc-qf', by: 'actor:usa-gov', validFrom: day(2019, 1, 24) },
  { from: 'actor:houthi', relation: 'sponsored_by', to: 'actor:iran-gov', by: 'actor:usa-gov' },
  { from: 'actor:iran-backed-militias', relation: 'sponsored_by', to: 'actor:iran-gov', by: 'actor:usa-gov' },
  { from: 'actor:islamic-resistance-in-iraq', relation: 'sponsored_by', to: 'actor:iran-gov', by: 'actor:usa-gov', validFrom: day(2023, 10, 17) },
  // The name under which attacks were claimed from 17 October 2023; who stands behind it is said by the United States.
  { from: 'actor:islamic-resistance-in-iraq', relation: 'umbrella_of', to: 'actor:kataib-hezbollah', by: 'actor:usa-gov', validFrom: day(2023, 10, 17) },
  { from: 'actor:islamic-resistance-in-iraq', relation: 'umbrella_of', to: 'actor:nujaba', by: 'actor:usa-gov', validFrom: day(2023, 10, 17) },
  { from: 'actor:islamic-resistance-in-iraq', relation: 'umbrella_of', to: 'actor:kataib-sayyid-al-shuhada', by: 'actor:usa-gov', validFrom: day(2023, 10, 17) },
  // Brigades on the rolls of the Popular Mobilization Forces, which the Iraqi government formed in June 2014.
  { from: 'actor:iraq-gov', relation: 'umbrella_of', to: 'actor:pmf', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:kataib-hezbollah', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:nujaba', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:asaib-ahl-al-haq', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:kataib-sayyid-al-shuhada', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:kataib-imam-ali', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:badr', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  { from: 'actor:pmf', relation: 'umbrella_of', to: 'actor:saraya-al-salam', by: 'actor:iraq-gov', validFrom: day(2014, 6, 15) },
  // Founding statements.
  { from: 'actor:sdf', relation: 'umbrella_of', to: 'actor:ypg', by: 'actor:sdf', validFrom: day(2015, 10, 10) },
  { from: 'actor:sdf', relation: 'allied', to: 'actor:coalition', by: 'actor:usa-gov', validFrom: day(2015, 10, 10) },
  { from: 'actor:hamas', relation: 'umbrella_of', to: 'actor:qassam-brigades', by: 'actor:hamas' },
  { from: 'actor:pij', relation: 'umbrella_of', to: 'actor:saraya-al-quds', by: 'actor:pij' },
  { from: 'actor:ypg', relation: 'facade_of', to: 'actor:pkk', by: 'actor:turkey-gov' },
  { from: 'actor:sna', relation: 'sponsored_by', to: 'actor:turkey-gov', by: 'actor:turkey-gov', validFrom: day(2017, 12, 30) },
  { from: 'actor:syrian-regime-backed', relation: 'sponsored_by', to: 'actor:syria-gov', by: 'actor:usa-gov', validTo: day(2024, 12, 8) },
];
