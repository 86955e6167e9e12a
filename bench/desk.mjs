import { ENGINE } from '@barometer/desk';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const GROUPINGS = ['place', 'perpetrator', 'target'];
const WINDOWS = { '24h': 24 * HOUR, '7d': 168 * HOUR, '30d': 720 * HOUR };

/** Two thresholds for each kind, out of reach: what is timed is measuring, not writing transitions. */
const FIELDS = { count: 'count', surge: 'count' };

function rung(level, field, value) {
  const enter = { text: `${field} >= ${value}`, all: [{ field, op: '>=', value }] };
  return { level, enter, leave: enter };
}

function readingOf(kind, window, by) {
  const baseline = kind === 'surge' ? { baseline: 3 * window } : {};
  return { kind, params: { of: 'everything', window, ...baseline }, by: [by] };
}

/** What every desk of the benches watches: three groupings times three windows of one kind. */
export function configEntry(kind = 'count') {
  const rules = GROUPINGS.flatMap((by) =>
    Object.entries(WINDOWS).map(([name, window]) => ({
      name: `${by}-${name}`,
      title: by,
      reading: readingOf(kind, window, by),
      rungs: [rung('elevated', FIELDS[kind], 1e9), rung('high', FIELDS[kind], 2e9)],
      hold: 0,
      release: 24 * HOUR,
      tone: 'alarm',
    })),
  );
  const match = { all: {}, not: {} };
  const watch = { name: 'bench', title: 'bench', match, feeds: [], rules, sets: { everything: match } };
  const ladder = ['low', 'elevated', 'high', 'critical'];
  const definition = { version: 1, ladder, timezone: 'UTC', reporters: {}, names: {}, feeds: [], watches: [watch] };
  return { type: 'config', engine: ENGINE, hash: 'bench', replaces: null, definition };
}

/** The i-th report, one a second; `times` reports an incident one after another, `series` groups in each grouping. */
export function report(i, { series, times = 1 }) {
  const recorded = START + i * 1_000;
  const incident = Math.floor(i / times);
  const key = (incident * 7919) % series;
  // One literal: an object put together by spreading is slower to read than what a decoder makes.
  const revision = {
    schema: 'incident/1',
    incidentId: `incident-${incident}`,
    dataset: 'bench',
    recordId: `r${incident}`,
    revision: i % times,
    status: 'reported',
    kind: 'attack',
    occurredFrom: START + incident * times * 1_000,
    timePrecision: 'minute',
    reportedAt: recorded,
    reportedPrecision: 'instant',
    location: { country: 'IQ', place: `place ${key}` },
    actors: [
      { name: `group ${key}`, role: 'perpetrator' },
      { name: `unit ${key}`, role: 'target' },
    ],
    claims: [],
    attributions: [],
    denials: [],
    tactics: ['rocket'],
    munitions: [],
    casualties: [],
    links: [],
    drivers: [],
    provenance: [{ dataset: 'bench', recordId: `r${incident}` }],
  };
  return { type: 'revision', recorded, revision };
}
