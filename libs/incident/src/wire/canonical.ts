import { incidentId } from '../identity.js';
import type { TimePrecision } from '../kinds.js';
import type { Location, Provenance, Revision, Site } from '../revision.js';
import type { Instant } from '@barometer/time';
import { actorsOf, casualtiesOf, linksOf, munitionsOf, tacticsOf, type Frame } from './parts.js';
import { counterOf, signalOf, statementsOf } from './said.js';
import { present } from './present.js';
import { Unusable } from './reasons.js';
import type { WireIncident, WireTime } from './schema.js';
import { pastTime, reportTime, type ReadContext } from './times.js';

type Draft = { -readonly [K in keyof Revision]?: Revision[K] };

/**
 * Makes the canonical revision of a well-formed input: defaults written out, short forms spelt out, times in milliseconds. What is not
 * known has no key, and keys have one order, so that equal revisions have equal bytes.
 */
export function toRevision(wire: WireIncident, extra: Revision['extra'], context: ReadContext): Revision {
  const provenance = provenanceOf(wire);
  const [{ dataset, recordId }] = provenance;
  const draft: Draft = {
    schema: 'incident/1',
    incidentId: incidentId(dataset, recordId, context.sha256),
    dataset,
    recordId,
    revision: wire.revision ?? wire.provenance?.[0]?.revision ?? 1,
    status: wire.status ?? 'reported',
    kind: wire.kind,
  };
  const times = addTimes(draft, wire, context);
  addPlace(draft, wire);
  addParts(draft, wire, { dataset, reportedAt: times.reported, context });
  if (wire.theatre !== undefined) draft.theatre = wire.theatre;
  const counter = counterOf(wire, times.occurred, context);
  if (counter !== undefined) draft.counter = counter;
  draft.provenance = provenance;
  if (wire.note !== undefined) draft.note = wire.note;
  if (extra !== undefined) draft.extra = extra;
  return draft as Revision;
}

function addTimes(draft: Draft, wire: WireIncident, context: ReadContext): { occurred: Instant; reported: Instant } {
  const occurred = pastTime(wire.occurredFrom, 'occurredFrom', context);
  const given =
    wire.reportedAt === undefined ? defaultReport(occurred, context) : pastTime(wire.reportedAt, 'reportedAt', context);
  const report = reportTime(given, context);
  draft.occurredFrom = occurred.at;
  if (wire.occurredTo !== undefined) draft.occurredTo = endOf(wire.occurredTo, occurred.at, context);
  draft.timePrecision = precisionOf(wire.timePrecision, occurred.precision);
  draft.reportedAt = report.at;
  draft.reportedPrecision = wire.reportedPrecision ?? report.precision;
  if (wire.reportedAt === undefined) draft.reportedAssumed = true;
  return { occurred: occurred.at, reported: report.at };
}

function endOf(occurredTo: WireTime, occurred: Instant, context: ReadContext): Instant {
  const { at } = pastTime(occurredTo, 'occurredTo', context);
  if (at < occurred) throw new Unusable('bad_range', 'occurredTo', 'it ends before it begins');
  return at;
}

function addPlace(draft: Draft, wire: WireIncident): void {
  const location = locationOf(wire);
  if (location !== undefined) draft.location = location;
  const site = siteOf(wire);
  if (site !== undefined) draft.site = site;
}

function addParts(draft: Draft, wire: WireIncident, frame: Frame): void {
  draft.actors = actorsOf(wire);
  const { claims, attributions, denials } = statementsOf(wire, frame);
  draft.claims = claims;
  draft.attributions = attributions;
  draft.denials = denials;
  draft.tactics = tacticsOf(wire);
  draft.munitions = munitionsOf(wire);
  if (wire.salvoId !== undefined) draft.salvoId = wire.salvoId;
  if (wire.effect !== undefined) draft.effect = wire.effect;
  draft.casualties = casualtiesOf(wire, frame);
  if (wire.signal !== undefined) draft.signal = signalOf(wire.signal);
  draft.links = linksOf(wire, frame);
  draft.drivers = wire.drivers ?? (wire.driver ? [wire.driver] : []);
}

function defaultReport(occurred: { at: number; precision: 'day' | 'instant' }, { mode, now }: ReadContext) {
  return mode === 'live' ? { at: now, precision: 'instant' as const } : occurred;
}

/** A bare date knows no hour, whatever the producer says; coarser precisions stand. */
function precisionOf(given: TimePrecision | undefined, written: 'day' | 'instant'): TimePrecision {
  if (written === 'instant') return given ?? 'minute';
  return given === undefined || given === 'minute' || given === 'hour' ? 'day' : given;
}

function provenanceOf(wire: WireIncident): readonly [Provenance, ...Provenance[]] {
  const [first, ...further] = wire.provenance ?? [];
  const dataset = wire.dataset ?? first?.dataset;
  const recordId = wire.recordId ?? first?.recordId;
  if (dataset === undefined) throw new Unusable('missing_field', 'dataset', 'dataset is missing');
  if (recordId === undefined) throw new Unusable('missing_field', 'recordId', 'recordId is missing');
  const named = {
    ...first,
    revision: undefined,
    dataset,
    recordId,
    url: first?.url ?? wire.url,
    licence: first?.licence ?? wire.licence,
  };
  const others = further.map((one) =>
    present<Provenance>({
      ...one,
      revision: undefined,
      dataset: one.dataset ?? dataset,
      recordId: one.recordId ?? recordId,
    }),
  );
  return [present<Provenance>(named), ...others];
}

function locationOf(wire: WireIncident): Location | undefined {
  const { country, admin1, place, lat, lon, maritime } = wire;
  const given = { country, admin1, place, lat, lon, maritime, ...wire.location };
  const location = present<Location>({ ...given, lat: tenth(given.lat), lon: tenth(given.lon) });
  return Object.keys(location).length === 0 ? undefined : location;
}

/** Degrees to 0.1: precise positions are not kept. */
function tenth(degrees: number | undefined): number | undefined {
  return degrees === undefined ? undefined : Math.round(degrees * 10) / 10 + 0;
}

function siteOf({ site }: WireIncident): Site | undefined {
  if (typeof site !== 'string') return site && present<Site>(site);
  return site.startsWith('site:') ? { siteId: site } : { name: site };
}
