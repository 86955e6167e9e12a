import {
  launchedOf,
  resolveCasualties,
  type CasualtyReport,
  type Grades,
  type Incident,
  type ResolvedCasualties,
  type Revision,
} from '@barometer/incident';
import { unionFacets } from './names.js';
import { byFirstReport, type Known } from './newest.js';

const NONE: readonly string[] = Object.freeze([]);
const NO_LINKED: readonly Revision[] = Object.freeze([]);
const NO_CASUALTIES: ResolvedCasualties = Object.freeze({ reports: Object.freeze([]) });

/** One incident out of the members of a cluster: counted once, with all their sources. */
export function resolveIncident(cluster: readonly Known[], grades: Grades): Incident {
  if (cluster.length > 1) return resolveSeveral([...cluster].sort(byFirstReport), grades);
  const { newest, facets } = cluster[0]!;
  const launched = newest.munitions.length === 0 ? undefined : launchedOf(newest.munitions);
  const incident: Incident = {
    id: newest.incidentId,
    revision: newest,
    linked: NO_LINKED,
    members: [newest.incidentId],
    responds: newest.links.length === 0 ? NONE : respondsOf([newest]),
    facets: facets!,
    casualties: newest.casualties.length === 0 ? NO_CASUALTIES : resolveCasualties(newest.casualties, grades),
  };
  return launched === undefined ? incident : { ...incident, launched };
}

/** Whether resolving the cluster would give this very incident again. */
export function isResolved(incident: Incident | undefined, cluster: readonly Known[]): incident is Incident {
  if (incident === undefined || incident.members.length !== cluster.length) return false;
  const revisions = [incident.revision, ...incident.linked];
  return [...cluster].sort(byFirstReport).every((known, place) => known.newest === revisions[place]);
}

function resolveSeveral(members: readonly Known[], grades: Grades): Incident {
  const revisions = members.map((known) => known.newest);
  const launched = revisions.map((revision) => launchedOf(revision.munitions)).find((number) => number !== undefined);
  const incident: Incident = {
    id: revisions[0]!.incidentId,
    revision: revisions[0]!,
    linked: revisions.slice(1),
    members: revisions.map((revision) => revision.incidentId),
    responds: respondsOf(revisions),
    facets: unionFacets(members.map((known) => known.facets!)),
    casualties: resolveCasualties(reportsOf(revisions), grades),
  };
  return launched === undefined ? incident : { ...incident, launched };
}

/** Every member's reports, members by id: which of them names the incident makes no difference to its casualties. */
function reportsOf(revisions: readonly Revision[]): readonly CasualtyReport[] {
  const byId = [...revisions].sort((a, b) => (a.incidentId < b.incidentId ? -1 : 1));
  return byId.flatMap((revision) => revision.casualties);
}

/** Whom the members assert to answer; not each other. */
function respondsOf(revisions: readonly Revision[]): readonly string[] {
  const found = new Set<string>();
  for (const { links } of revisions) {
    for (const { type, confidence, incidentId } of links) {
      if (confidence === 'asserted' && (type === 'responds_to' || type === 'retaliates_for')) found.add(incidentId);
    }
  }
  for (const { incidentId } of revisions) found.delete(incidentId);
  return found.size === 0 ? NONE : [...found];
}
