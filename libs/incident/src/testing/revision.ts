import type { Instant } from '@barometer/time';
import { incidentId } from '../identity.js';
import type { Revision } from '../revision.js';

/** A revision for tests, its fields in the order in which readers write them: an attack with nothing known but its time, and what the test says. */
export function aRevision(given: Partial<Revision> & { readonly occurredFrom: Instant }): Revision {
  const { dataset = 'test', recordId = 'r-1', occurredFrom, location, site, ...rest } = given;
  return {
    schema: 'incident/1',
    incidentId: incidentId(dataset, recordId),
    dataset,
    recordId,
    revision: 1,
    status: 'reported',
    kind: 'attack',
    occurredFrom,
    timePrecision: 'day',
    reportedAt: occurredFrom,
    reportedPrecision: 'day',
    ...(location && { location }),
    ...(site && { site }),
    actors: [],
    claims: [],
    attributions: [],
    denials: [],
    tactics: [],
    munitions: [],
    casualties: [],
    links: [],
    drivers: [],
    provenance: [{ dataset, recordId }],
    ...rest,
  };
}
