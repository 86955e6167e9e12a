#!/usr/bin/env node
/**
 * Makes incidents.ndjson, in order of reporting, from the hand-made tables in source/.
 * Usage: node convert.mjs [SOURCE_FOLDER] > incidents.ndjson
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DATASET = 'founding-region';
const LICENCE = 'CC0-1.0';
const DAY = 86_400_000;

/** Names that casualty reports use for incidents of the main table. */
const INCIDENT_OF = {
  'al-asad-2020-01-08': 'fr-007',
  'tower-22-2024-01-28': 'fr-057',
  'al-omar-2024-02-04': 'fr-064',
};

/** Rows whose source reported them on another day than they happened or hold for. */
const REPORTED_ON = {
  'fr-046': '2023-11-30',
  'count-pentagon-2023-10-26-19': '2023-10-30',
  'count-voa_us_defense_official-2023-11-29-74': '2023-11-30',
};

/** Parts of base notes that tell what only later reports brought. */
const KNOWN_LATER = ['25 then 34 then 40+ then 47; ', 'SOHR 5 then 7; attribution revised the same day'];

/** Casualties of base rows whose note says whose they are; all others are the target's. */
const SIDES = {
  'fr-001': [
    { side: 'contractor', killed: 1 },
    { side: 'target_forces', injured: 4 },
    { side: 'unknown', injured: 2 },
  ],
  'fr-050': [
    { side: 'target_forces', killed: 1 },
    { side: 'unknown', injured: 18 },
  ],
};

/** The text of incidents.ndjson. */
export function convert(folder) {
  const read = (name) => readFileSync(join(folder, name), 'utf8');
  const incidents = read('incidents.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const counts = table(read('count_anchors.csv'));
  const reports = table(read('casualty_revisions.csv'));
  const reported = new Set(reports.map((row) => INCIDENT_OF[row.incident]));
  const steps = [
    ...incidents.map((row) => base(row, reported.has(row.id))),
    ...counts.map(countStatement),
    ...reports.map((row) => casualties(row, incidents)),
    ...incidents.flatMap((row) => (row.claimedBy ?? []).map((claim) => claimed(row, claim))),
    ...incidents.flatMap((row) => (row.attributedTo ?? []).map((attribution) => attributed(row, attribution))),
    ...incidents.flatMap((row) => (row.deniedBy ?? []).map((by) => denied(row, by))),
  ];
  return written(steps.map((step, index) => ({ ...step, reportedAt: noonPlus(step.on, index + 1) })));
}

/** Each step adds to what was known of its incident when it was reported, and makes the next revision of it. */
function written(steps) {
  const known = new Map();
  const lines = [];
  for (const { recordId, reportedAt, add } of steps.sort((a, b) => a.reportedAt - b.reportedAt)) {
    const before = known.get(recordId) ?? { revision: 0 };
    const time = isoSeconds(reportedAt);
    const after = {
      ...before,
      ...add(before, time),
      revision: before.revision + 1,
      reportedAt: time,
      reportedPrecision: 'day',
    };
    known.set(recordId, after);
    lines.push(JSON.stringify(wire(recordId, after)));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Fields in an order that reads well. */
function wire(recordId, { revision, kind, occurredFrom, timePrecision, reportedAt, reportedPrecision, ...rest }) {
  return {
    dataset: DATASET,
    recordId,
    revision,
    kind,
    occurredFrom,
    timePrecision,
    reportedAt,
    reportedPrecision,
    ...rest,
  };
}

function base(row, hasReports) {
  const add = (_, reportedAt) =>
    present({
      kind: row.kind,
      occurredFrom: row.occurredOn,
      timePrecision: row.datePrecision === 'approx' ? 'week' : row.datePrecision,
      location: some({ country: row.country, place: row.place, maritime: row.maritime }),
      actors: list([
        row.perpetrator && { actorId: row.perpetrator, role: 'perpetrator' },
        row.target?.startsWith('actor:') && { actorId: row.target, role: 'target' },
        row.victims && { actorId: row.victims, role: 'victim' },
      ]),
      tactics: row.tactics ?? list([row.tactic]),
      munitions: munitionsOf(row),
      casualties: hasReports ? undefined : baseCasualties(row, reportedAt),
      links: linksOf(row),
      drivers: list([row.driver]),
      provenance: provenanceOf(row.sources),
      note: noteOf(row),
      sites: row.sites,
      targetsHit: row.targetsHit,
      firstDirectByState: row.firstDirectByState,
      otherSources: list(row.sources.filter((source) => !isUrl(source))),
    });
  return { recordId: row.id, on: REPORTED_ON[row.id] ?? row.occurredOn, add };
}

function countStatement(row) {
  const recordId = `count-${row.counter}-${row.as_of}-${row.total}`;
  const counter = present({
    counter: row.counter,
    since: row.since,
    asOf: row.as_of,
    total: Number(row.total),
    qualifier: qualifier(row.total_qualifier),
    byCountry: some({ IQ: number(row.iraq), SY: number(row.syria), JO: number(row.jordan) }),
    injured: number(row.injured_cumulative),
    derived: row.derived === 'yes' ? true : undefined,
  });
  const fields = { kind: 'count_statement', occurredFrom: row.as_of, timePrecision: 'day', counter };
  const add = () => present({ ...fields, provenance: provenanceOf([row.source_url]), note: row.note || undefined });
  return { recordId, on: REPORTED_ON[recordId] ?? row.as_of, add };
}

function casualties(row, incidents) {
  const recordId = INCIDENT_OF[row.incident] ?? row.incident;
  const incident = incidents.find(({ id }) => id === recordId);
  const side = incident?.victims ? 'partner_forces' : 'target_forces';
  const add = (before, reportedAt) => ({
    ...(incident ? {} : ownUpdate(row)),
    casualties: [...(before.casualties ?? []), reportOf(row, side, reportedAt)],
  });
  return { recordId, on: row.reported_on, add };
}

/** Reports on several attacks together: an update of its own, never added to single incidents. */
function ownUpdate(row) {
  return {
    kind: 'casualty_update',
    occurredFrom: '2023-10-17',
    timePrecision: 'month',
    actors: [{ actorId: 'actor:usa-mil', role: 'target' }],
    provenance: provenanceOf([row.source_url]),
    note: 'all attacks since 17 Oct 2023 together',
  };
}

/** The qualifier is that of the injured where they are given, else of the killed; brain injuries count as injured. */
function reportOf(row, side, reportedAt) {
  const estimate = (text, qualified) =>
    text === '' ? undefined : { best: Number(text), qualifier: qualified ? qualifier(row.qualifier) : 'exact' };
  const injured = estimate(row.injured, true);
  return present({
    side,
    killed: estimate(row.killed, injured === undefined),
    injured,
    injuredTbi: row.injured_kind === 'tbi' ? injured : undefined,
    reporter: row.reporter,
    reportedAt,
    reportedPrecision: 'day',
    isClaim: row.reporter === 'irgc_claim' ? true : undefined,
    url: row.source_url,
    note: row.note || undefined,
  });
}

function claimed(row, { actor }) {
  const at = nextDay(row.occurredOn);
  const claim = { actorId: actor, at, dateInferred: true };
  return { recordId: row.id, on: at, add: (before) => ({ claims: [...(before.claims ?? []), claim] }) };
}

function attributed(row, { actor, by, confidence, on, retracted }) {
  const at = on ?? nextDay(row.occurredOn);
  const status = retracted ? 'withdrawn' : confidence;
  const attribution = present({ actorId: actor, by, at, dateInferred: on ? undefined : true, status });
  return {
    recordId: row.id,
    on: at,
    add: (before) => ({ attributions: [...(before.attributions ?? []), attribution] }),
  };
}

function denied(row, by) {
  const at = nextDay(row.occurredOn);
  const denial = { by, at, dateInferred: true };
  return { recordId: row.id, on: at, add: (before) => ({ denials: [...(before.denials ?? []), denial] }) };
}

function baseCasualties(row, reportedAt) {
  const report = { reporter: 'compilation', reportedAt, reportedPrecision: 'day' };
  if (SIDES[row.id]) return SIDES[row.id].map(({ side, ...numbers }) => ({ side, ...numbers, ...report }));
  const killed = estimate(row.killed, row.killedQualifier);
  if (killed === undefined && number(row.injured) === undefined) return undefined;
  return [present({ side: 'target_forces', killed, injured: row.injured, critical: row.injuredCritical, ...report })];
}

/** How several tactics share a number of munitions is not known. */
function munitionsOf(row) {
  const launched = estimate(row.munitions, row.munitionsQualifier);
  if (launched === undefined) return undefined;
  return [present({ type: row.tactics ? 'unknown' : row.tactic, launched, intercepted: row.intercepted })];
}

function linksOf(row) {
  const responds = (row.respondsTo ?? []).map((recordId) => ({ type: 'responds_to', recordId }));
  const denies = row.kind === 'denial' ? (row.respondsTo ?? []).map((recordId) => ({ type: 'denies', recordId })) : [];
  return list([...responds, ...denies]);
}

function noteOf(row) {
  const note = KNOWN_LATER.reduce((text, later) => text?.replace(later, ''), row.note);
  const others = row.countries?.filter((country) => country !== row.country);
  const perpetrator = row.perpetratorNote && `perpetrators: ${row.perpetratorNote}`;
  const parts = [note, perpetrator, row.munitionsNote, row.interceptedNote, others && `also in ${others.join(', ')}`];
  return parts.filter(Boolean).join('; ') || undefined;
}

function provenanceOf(sources) {
  const [url, ...further] = sources.filter(isUrl);
  return [present({ url, sources: sources.length, licence: LICENCE }), ...further.map((other) => ({ url: other }))];
}

function estimate(value, given) {
  if (value === undefined || value === null) return undefined;
  return given ? { best: value, qualifier: qualifier(given) } : value;
}

function qualifier(given) {
  return given === 'roughly' ? 'approximately' : given;
}

function isUrl(source) {
  return source.startsWith('http');
}

/** A date without an hour: 12:00Z and the row's place in seconds. */
function noonPlus(date, place) {
  return Date.parse(`${date}T12:00:00Z`) + place * 1_000;
}

function nextDay(date) {
  return new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);
}

function isoSeconds(at) {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function number(value) {
  return value === '' || value === undefined || value === null ? undefined : Number(value);
}

function present(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function some(fields) {
  const kept = present(fields);
  return Object.keys(kept).length > 0 ? kept : undefined;
}

function list(values) {
  const kept = values.filter(Boolean);
  return kept.length > 0 ? kept : undefined;
}

/** Rows of a CSV text by column name; cells may be quoted and hold commas. */
function table(text) {
  const [header, ...rows] = text.trim().split(/\r?\n/).map(cells);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) process.stdout.write(convert(process.argv[2] ?? join(self, '..', 'source')));
