import type { Dated, Evidence, Transition } from '@barometer/alert';
import type { Attribution, Claim, Denial } from '@barometer/incident';
import { clean } from '../message/clean.js';
import { day } from '../words/dates.js';
import { reporterName, type Names } from '../words/names.js';
import { isAboutOne } from '../words/subject.js';

const LIMIT = 5;

/** Who claims, attributes and denies, each worded as such: a claim is a claim. */
export function whoLines(transition: Transition, names: Names): string[] {
  const about = isAboutOne(transition) ? transition.evidence.slice(0, 1) : transition.evidence;
  if (about.length === 0) return [];
  const claims = said(
    about,
    ({ claims: all }) => all,
    (claim) => claimWords(claim, transition.at, names),
  );
  const attributions = said(
    about,
    ({ attributions: all }) => all,
    (one) => attributionWords(one, transition.at, names),
  );
  const denials = said(
    about,
    ({ denials: all }) => all,
    (denial) => denialWords(denial, transition.at, names),
  );
  const lines = [...limited(claims), ...limited(attributions), ...limited(denials)];
  if (lines.length === 0) return ['No claim, attribution or denial recorded yet.'];
  if (claims.length > 0) return lines;
  return [...lines.slice(0, -1), `${lines.at(-1)} No claim recorded yet.`];
}

function said<T>(
  about: readonly Evidence[],
  of: (evidence: Evidence) => readonly T[],
  words: (one: T) => string,
): string[] {
  return [...new Set(about.flatMap((evidence) => of(evidence).map(words)))];
}

function limited(lines: readonly string[]): string[] {
  return lines.length <= LIMIT ? [...lines] : [...lines.slice(0, LIMIT), `${lines.length - LIMIT} more on the page.`];
}

function claimWords(claim: Dated<Claim>, now: string, names: Names): string {
  const channel = claim.channel === undefined ? '' : `, by ${clean(claim.channel, 60)}`;
  const back = claim.retractedAt === undefined ? '' : ` Taken back ${day(claim.retractedAt, now)}.`;
  return `CLAIMED: ${who(claim.actorId, names)}${channel}, ${dated(claim, now)}.${back}`;
}

function attributionWords(one: Dated<Attribution>, now: string, names: Names): string {
  const withdrawn = one.status === 'withdrawn';
  const how = [withdrawn ? undefined : one.status, one.confidence && `${one.confidence} confidence`].filter(
    (text) => text !== undefined,
  );
  const verb = withdrawn ? 'ATTRIBUTION WITHDRAWN' : 'ATTRIBUTED';
  return `${verb}: to ${who(one.actorId, names)} by ${who(one.by, names)}, ${dated(one, now)}${how.length > 0 ? ` (${how.join(', ')})` : ''}.`;
}

function denialWords(denial: Dated<Denial>, now: string, names: Names): string {
  return `DENIED: ${who(denial.by, names)}, ${dated(denial, now)}.`;
}

function who(id: string, names: Names): string {
  const known = names.actorName(id);
  return clean(known === id ? reporterName(id, names) : known, 80);
}

function dated(one: { readonly at: string; readonly dateInferred?: boolean }, now: string): string {
  return `${day(one.at, now)}${one.dateInferred ? ' (date inferred)' : ''}`;
}
