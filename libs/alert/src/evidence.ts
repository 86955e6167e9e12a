import type { CasualtyReport, Incident, Revision } from '@barometer/incident';
import type { Contributor } from '@barometer/indicator';
import { iso } from '@barometer/time';
import type { Evidence } from './transition.js';

/** How many contributors a transition describes in full; all of them are counted. */
export const EVIDENCE_LIMIT = 8;
const REPORTS_LIMIT = 20;
const URLS_LIMIT = 6;
const NOTE_LIMIT = 500;

/** The facts of a contributing incident as known now, detail capped. */
export function evidenceOf(incident: Incident, contributor: Contributor): Evidence {
  const { revision } = incident;
  return {
    ref: `${revision.recordId}.${revision.revision}`,
    incidentId: incident.id,
    dataset: revision.dataset,
    recordId: revision.recordId,
    revision: revision.revision,
    weight: contributor.weight,
    as: contributor.as,
    kind: revision.kind,
    at: iso(revision.occurredFrom),
    precision: revision.timePrecision,
    country: revision.location?.country,
    place: revision.location?.place ?? revision.site?.name,
    tactics: incident.facets.tactic as Evidence['tactics'],
    perpetrators: incident.facets.perpetrator,
    targets: incident.facets.target,
    launched: incident.launched,
    killed: incident.casualties.killed,
    injured: incident.casualties.injured,
    reports: latestReports(incident.casualties.reports),
    claims: revision.claims,
    attributions: revision.attributions,
    denials: revision.denials,
    urls: urlsOf(incident),
    reportCount: 1 + incident.linked.length,
    note: revision.note?.slice(0, NOTE_LIMIT),
  };
}

function latestReports(reports: readonly CasualtyReport[]): readonly CasualtyReport[] {
  return reports.length <= REPORTS_LIMIT ? reports : reports.slice(-REPORTS_LIMIT);
}

function urlsOf(incident: Incident): string[] {
  const urls = new Set<string>();
  for (const revision of [incident.revision, ...incident.linked]) for (const url of sources(revision)) urls.add(url);
  return [...urls].slice(0, URLS_LIMIT);
}

function sources(revision: Revision): string[] {
  return revision.provenance.flatMap(({ url }) => (url === undefined ? [] : [url]));
}
