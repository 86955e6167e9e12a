import type { Attribution, CasualtyReport, Claim, Denial, Incident, Revision } from '@barometer/incident';
import type { Contributor } from '@barometer/indicator';
import { iso } from '@barometer/time';
import { dated } from './dated.js';
import type { Evidence } from './transition.js';

/** How many contributors a transition describes in full; all of them are counted. */
export const EVIDENCE_LIMIT = 8;
const REPORTS_LIMIT = 20;
const URLS_LIMIT = 6;
const STATEMENTS_LIMIT = 20;
const NOTE_LIMIT = 500;

/** Claims and denials that other reports make of an incident. */
export interface LinkedStatements {
  readonly claims: readonly Claim[];
  readonly denials: readonly Denial[];
}

/** The facts of a contributing incident as known now, detail capped. */
export function evidenceOf(incident: Incident, contributor: Contributor, linked: LinkedStatements): Evidence {
  const { revision } = incident;
  const members = [revision, ...incident.linked];
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
    killed: incident.casualties.killed && dated(incident.casualties.killed),
    injured: incident.casualties.injured && dated(incident.casualties.injured),
    reports: latestReports(incident.casualties.reports).map(dated),
    claims: distinct([...members.flatMap(({ claims }) => claims), ...linked.claims], ({ actorId }) => actorId).map(
      dated,
    ),
    attributions: distinct(
      members.flatMap(({ attributions }) => attributions),
      keyOfAttribution,
    ).map(dated),
    denials: distinct([...members.flatMap(({ denials }) => denials), ...linked.denials], ({ by }) => by).map(dated),
    urls: urlsOf(incident),
    reportCount: 1 + incident.linked.length,
    note: revision.note?.slice(0, NOTE_LIMIT),
  };
}

/** The first of each key, in order. */
function distinct<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one))).slice(0, STATEMENTS_LIMIT);
}

function keyOfAttribution({ actorId, by, status }: Attribution): string {
  return `${actorId}\n${by}\n${status}`;
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
