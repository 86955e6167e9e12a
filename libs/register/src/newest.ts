import { contentOf, type Facets, type Incident, type Revision } from '@barometer/incident';
import { canonicalJson, sha256Hex, wholeOf } from '@barometer/journal';
import type { Applied } from './port.js';
import { DIGEST, digestIn, withDigest, type Superseded } from './superseded.js';

/** What of a revision decides whether it was reported before another of its record. */
export type FirstReport = Pick<Revision, 'reportedAt' | 'revision'>;

/** What the register remembers of one record of one source. */
export interface Known {
  newest: Revision;
  /** Of the revision with the least `reportedAt` (then number) seen so far: it decides which member names a cluster. */
  earliest: FirstReport;
  /** Its place in order of first recording. */
  place?: number;
  /** Of its older revisions. */
  superseded?: Superseded;
  /** Of the newest revision. */
  facets?: Facets;
  /** What near twins have in common, where this can have any. */
  twinKey?: string;
  /** Near twins, itself among them. */
  twins?: readonly Known[];
  /** The incident it is part of; absent when retracted. */
  incident?: Incident;
}

/** A record of which this is the first revision seen. */
export function newKnown(newest: Revision): Known {
  return {
    newest,
    earliest: newest,
    place: undefined,
    superseded: undefined,
    facets: undefined,
    twinKey: undefined,
    twins: undefined,
    incident: undefined,
  };
}

/** The same record before it is filed. */
export function unfiled({ newest, earliest, superseded }: Known): Known {
  return { ...newKnown(newest), earliest, superseded };
}

/** Whether the newest revision says that the incident stands. */
export function stands(known: Known): boolean {
  return known.newest.status !== 'retracted';
}

/** What a further revision is to a record: a greater number is newest, whatever the order of arrival. */
export function compare(known: Known, revision: Revision): Applied['outcome'] {
  const number = revision.revision;
  if (number > known.newest.revision) return 'newest';
  if (number === known.newest.revision)
    return sameContent(contentOf(wholeOf(known.newest)), contentOf(wholeOf(revision))) ? 'duplicate' : 'conflict';
  const digest = known.superseded === undefined ? undefined : digestIn(known.superseded, number);
  if (digest === undefined) return 'late';
  return digest === digestOf(revision) ? 'duplicate' : 'conflict';
}

/** Takes the revision as the newest one. */
export function supersede(known: Known, revision: Revision): void {
  remember(known, known.newest);
  if (known.earliest === known.newest) known.earliest = firstReportOf(known.newest);
  known.newest = revision;
  known.facets = undefined;
  noteEarliest(known, revision);
}

/** Remembers a superseded revision by number and content. */
export function remember(known: Known, revision: Revision): void {
  known.superseded = withDigest(known.superseded ?? '', revision.revision, digestOf(revision));
}

/** True where the revision was reported before every one seen of this record. */
export function noteEarliest(known: Known, revision: Revision): boolean {
  const { earliest } = known;
  const sooner =
    revision.reportedAt < earliest.reportedAt ||
    (revision.reportedAt === earliest.reportedAt && revision.revision < earliest.revision);
  if (sooner) known.earliest = firstReportOf(revision);
  return sooner;
}

/** A copy, so that the revision itself need not be kept. */
function firstReportOf({ reportedAt, revision }: Revision): FirstReport {
  return { reportedAt, revision };
}

/** Order of members: first reported first, then by id; the first one's id is the cluster's. */
export function byFirstReport(a: Known, b: Known): number {
  if (a.earliest.reportedAt !== b.earliest.reportedAt) return a.earliest.reportedAt - b.earliest.reportedAt;
  return a.newest.incidentId < b.newest.incidentId ? -1 : 1;
}

/** Equal as JSON: a field that is `undefined` is absent, the order of fields does not matter. */
function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return Object.keys(one).every((key) => sameContent(one[key], own(other, key))) && coversKeys(other, one);
}

function coversKeys(from: Record<string, unknown>, to: Record<string, unknown>): boolean {
  return Object.keys(from).every((key) => from[key] === undefined || own(to, key) !== undefined);
}

function own(fields: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function digestOf(revision: Revision): string {
  return sha256Hex(canonicalJson(contentOf(wholeOf(revision)))).slice(0, DIGEST);
}
