import type { Instant } from '@barometer/time';
import { incidentId } from '../identity.js';
import type { Qualifier, Role, Tactic } from '../kinds.js';
import type { ActorMention, CasualtyReport, Estimate, Link, Munition } from '../revision.js';
import { present } from './present.js';
import { Unusable } from './reasons.js';
import type { WireEstimate, WireIncident } from './schema.js';
import { pastTime, reportTime, type ReadContext } from './times.js';

/** What the parts of a revision take over from it. */
export interface Frame {
  readonly dataset: string;
  readonly reportedAt: Instant;
  readonly context: ReadContext;
}

/** Roles whose actors may stand at the top, in this order. */
const SHORT = ['perpetrator', 'target', 'victim'] as const satisfies readonly Role[];

/** Actors as listed, then those of the short forms. */
export function actorsOf(wire: WireIncident): readonly ActorMention[] {
  const listed = (wire.actors ?? []).map((actor, index) => {
    if (actor.actorId === undefined && actor.name === undefined)
      throw new Unusable('missing_field', `actors[${index}].actorId`, `actors[${index}] has neither actorId nor name`);
    return present<ActorMention>({ ...actor, role: actor.role ?? 'unknown' });
  });
  for (const role of SHORT) {
    for (const name of listOf(wire[role])) {
      listed.push(name.startsWith('actor:') ? { actorId: name, role } : { name, role });
    }
  }
  return listed;
}

/** One or several, as a list. */
function listOf(given: string | readonly string[] | undefined): readonly string[] {
  if (given === undefined) return [];
  return typeof given === 'string' ? [given] : given;
}

/** Tactics as listed, the short form first. */
export function tacticsOf({ tactic, tactics = [] }: WireIncident): readonly Tactic[] {
  if (tactic === undefined) return tactics.length < 2 ? tactics : [...new Set(tactics)];
  return tactics.length === 0 ? [tactic] : [...new Set([tactic, ...tactics])];
}

/** Munitions as listed, or those of the short form `launched`. */
export function munitionsOf(wire: WireIncident): readonly Munition[] {
  const listed = (wire.munitions ?? []).map(({ type, ...numbers }, index) => {
    const path = `munitions[${index}]`;
    return present<Munition>({
      type,
      launched: estimateOf(numbers.launched, `${path}.launched`),
      intercepted: estimateOf(numbers.intercepted, `${path}.intercepted`),
      impacted: estimateOf(numbers.impacted, `${path}.impacted`),
      failed: estimateOf(numbers.failed, `${path}.failed`),
    });
  });
  const launched = listed.length === 0 ? estimateOf(wire.launched, 'launched') : undefined;
  return launched ? [{ type: tacticsOf(wire)[0] ?? 'unknown', launched }] : listed;
}

/** Casualty reports as listed, then the one that `killed` and `injured` at the top stand for. */
export function casualtiesOf(wire: WireIncident, { dataset, reportedAt, context }: Frame): readonly CasualtyReport[] {
  const listed = (wire.casualties ?? []).map((report, index) => {
    const path = `casualties[${index}]`;
    const at = report.reportedAt === undefined ? undefined : pastTime(report.reportedAt, `${path}.reportedAt`, context);
    const said = at && reportTime(at, context);
    return present<CasualtyReport>({
      side: report.side ?? 'unknown',
      killed: estimateOf(report.killed, `${path}.killed`),
      injured: estimateOf(report.injured, `${path}.injured`),
      injuredTbi: estimateOf(report.injuredTbi, `${path}.injuredTbi`),
      critical: estimateOf(report.critical, `${path}.critical`),
      missing: estimateOf(report.missing, `${path}.missing`),
      reporter: report.reporter,
      reportedAt: said?.at ?? reportedAt,
      reportedPrecision: report.reportedPrecision ?? said?.precision,
      isClaim: report.isClaim ?? false,
      url: report.url,
      note: report.note,
    });
  });
  const killed = estimateOf(wire.killed, 'killed');
  const injured = estimateOf(wire.injured, 'injured');
  if (!killed && !injured) return listed;
  const reporter = wire.reporter ?? dataset;
  return [
    ...listed,
    present<CasualtyReport>({ side: 'unknown', killed, injured, reporter, reportedAt, isClaim: false }),
  ];
}

/** Links as listed, then those of the short form `respondsTo`; each named by our id too. */
export function linksOf(wire: WireIncident, { dataset: own, context: { sha256 } }: Frame): readonly Link[] {
  const listed = (wire.links ?? []).map(({ type, dataset = own, recordId, by, confidence = 'asserted' }) =>
    present<Link>({ type, incidentId: incidentId(dataset, recordId, sha256), dataset, recordId, by, confidence }),
  );
  const short = listOf(wire.respondsTo).map((recordId): Link => {
    const id = incidentId(own, recordId, sha256);
    return { type: 'responds_to', incidentId: id, dataset: own, recordId, confidence: 'asserted' };
  });
  return [...listed, ...short];
}

/** An estimate spelt out; one that says nothing is absent. */
export function estimateOf(given: WireEstimate | undefined, path: string): Estimate | undefined {
  if (typeof given === 'number') return { best: given, qualifier: 'exact' };
  if (!given) return undefined;
  const { low, best, high } = given;
  const known = [low, best, high].filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  if (known.some((one, index) => one < (known[index - 1] ?? 0)))
    throw new Unusable('bad_range', path, 'low, best and high are out of order');
  return present<Estimate>({ low, best, high, qualifier: qualifierOf(given.qualifier) });
}

/** `roughly` is another word for `approximately`. */
export function qualifierOf(given: Qualifier | 'roughly' | undefined): Qualifier | undefined {
  return given === 'roughly' ? 'approximately' : given;
}
