import { createGazetteer } from '@barometer/gazetteer';
import { incidentId, type Link, type Revision } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';

/** When the attack was, ms since 1970. */
export const AT = Date.UTC(2024, 0, 28);
export const options = { gazetteer: createGazetteer({}), grades: { us_dod: 'A', other: 'C' } as const };

/** The attack on Tower 22 as a dataset reports it. */
export function attack(dataset: string, recordId: string, given: Partial<Revision> = {}): Revision {
  return aRevision({
    dataset,
    recordId,
    occurredFrom: AT,
    location: { country: 'JO', place: 'Tower 22' },
    actors: [{ actorId: 'actor:usa-mil', role: 'target' }],
    tactics: ['one_way_drone'],
    ...given,
  });
}

/** An asserted link to another record of the same incident. */
export function duplicateOf(dataset: string, recordId: string): Link {
  return { type: 'duplicates', incidentId: incidentId(dataset, recordId), dataset, recordId, confidence: 'asserted' };
}

/** A reporter's number of injured among the forces attacked. */
export function injured(best: number, reporter: string, reportedAt: number): Revision['casualties'][number] {
  return { side: 'target_forces', injured: { best }, reporter, reportedAt, isClaim: false };
}
