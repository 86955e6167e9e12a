import { incidentId } from '../identity.js';
import type { TimePrecision } from '../kinds.js';
import type { Location, Provenance, Revision, Site } from '../revision.js';
import { actorsOf, casualtiesOf, linksOf, munitionsOf, tacticsOf } from './parts.js';
import { counterOf, signalOf, statementsOf } from './said.js';
import { present } from './present.js';
import { Unusable } from './reasons.js';
import type { WireIncident } from './schema.js';
import { pastTime, reportTime, type TimeContext } from './times.js';

/** Makes the canonical revision of a well-formed input: defaults written out, short forms spelt out, times in milliseconds. */
export function toRevision(wire: WireIncident, extra: Revision['extra'], context: TimeContext): Revision {
  const [record, ...further] = provenanceOf(wire);
  const occurred = pastTime(wire.occurredFrom, 'occurredFrom', context);
  const reported =
    wire.reportedAt === undefined ? defaultReport(occurred, context) : pastTime(wire.reportedAt, 'reportedAt', context);
  const report = reportTime(reported, context);
  const frame = { dataset: record.dataset, reportedAt: report.at, context };
  const occurredTo = wire.occurredTo === undefined ? undefined : pastTime(wire.occurredTo, 'occurredTo', context).at;
  if (occurredTo !== undefined && occurredTo < occurred.at)
    throw new Unusable('bad_range', 'occurredTo', 'it ends before it begins');
  return present<Revision>({
    schema: 'incident/1',
    incidentId: incidentId(record.dataset, record.recordId),
    dataset: record.dataset,
    recordId: record.recordId,
    revision: wire.revision ?? wire.provenance?.[0]?.revision ?? 1,
    status: wire.status ?? 'reported',
    kind: wire.kind,
    occurredFrom: occurred.at,
    occurredTo,
    timePrecision: precisionOf(wire.timePrecision, occurred.precision),
    reportedAt: report.at,
    reportedPrecision: wire.reportedPrecision ?? report.precision,
    reportedAssumed: wire.reportedAt === undefined ? true : undefined,
    location: locationOf(wire),
    site: siteOf(wire),
    actors: actorsOf(wire),
    ...statementsOf(wire, frame),
    tactics: tacticsOf(wire),
    munitions: munitionsOf(wire),
    salvoId: wire.salvoId,
    effect: wire.effect,
    casualties: casualtiesOf(wire, frame),
    signal: wire.signal && signalOf(wire.signal),
    links: linksOf(wire, record.dataset),
    drivers: wire.drivers ?? (wire.driver ? [wire.driver] : []),
    theatre: wire.theatre,
    counter: counterOf(wire, occurred.at, context),
    provenance: [record, ...further],
    note: wire.note,
    extra,
  });
}

function defaultReport(occurred: { at: number; precision: 'day' | 'instant' }, { mode, now }: TimeContext) {
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
