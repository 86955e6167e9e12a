// Draws the picture of each indicator's page from the example: every point is the reading as it was known then.
// After a build: `node docs/indicators/draw.mjs`
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readingChart } from '@barometer/chart';
import { loadConfig } from '@barometer/config';
import { Desk, ENGINE } from '@barometer/desk';
import { readRevisions } from '@barometer/incident';
import { kindOf } from '@barometer/indicator';

const EXAMPLE = fileURLToPath(new URL('../../examples/us-forces/', import.meta.url));
const HERE = fileURLToPath(new URL('./', import.meta.url));
const SAMPLES = 240;
const day = (text) => Date.parse(`${text}T00:00:00Z`);

/** One picture a kind: the series of the example that shows best what the kind is for. */
export const PICTURES = [
  { kind: 'count', watch: 'us-forces', rule: 'daily-count', series: 'all', from: '2023-10-10', to: '2023-12-10' },
  { kind: 'surge', watch: 'us-forces', rule: 'surge', series: 'country=IQ', from: '2023-10-10', to: '2023-12-10' },
  {
    kind: 'casualties',
    watch: 'us-forces',
    rule: 'casualties',
    series: 'incident=fr-007',
    from: '2020-01-04',
    to: '2020-02-16',
  },
  {
    kind: 'novelty',
    watch: 'us-forces',
    rule: 'new-tactic',
    series: 'tactic=ballistic_missile',
    from: '2023-11-10',
    to: '2023-12-05',
  },
  { kind: 'record', watch: 'us-forces', rule: 'largest-salvo', series: 'all', from: '2024-01-10', to: '2024-02-05' },
  { kind: 'lull', watch: 'us-forces', rule: 'lull-after-strikes', series: 'all', from: '2023-11-15', to: '2023-12-08' },
  { kind: 'exchange', watch: 'exchange', rule: 'tit-for-tat', series: 'all', from: '2019-12-25', to: '2020-01-15' },
];

/** The picture as SVG. */
export function draw({ kind, watch, rule, series, from, to }) {
  const { config } = loadConfig(`${EXAMPLE}barometer.yaml`);
  const desk = new Desk();
  const definition = config.definition;
  desk.step({ type: 'config', engine: ENGINE, hash: config.hash, replaces: null, definition }, 0);
  const revisions = revisionsInOrder();
  const points = [];
  let told = 0;
  for (let i = 0; i <= SAMPLES; i++) {
    const at = Math.round(day(from) + ((day(to) - day(from)) * i) / SAMPLES);
    for (; told < revisions.length && revisions[told].reportedAt <= at; told++) {
      const revision = revisions[told];
      desk.step({ type: 'revision', recorded: revision.reportedAt, revision, imported: true }, told + 1);
    }
    desk.advance(at);
    const reading = desk.read(watch, rule, series);
    if (reading?.known && Number.isFinite(reading.value)) points.push({ at, value: reading.value });
  }
  const [field] = kindOf(kind).fields;
  const dots = desk.incidentsOf(watch, rule, series, day(from), day(to)).map(({ revision }) => ({
    at: revision.occurredFrom,
    label: revision.recordId,
  }));
  const data = { title: `${kind}: ${series}`, unit: field.unit, from: day(from), to: day(to), points, dots };
  return readingChart(
    {
      ...data,
      ...about(definition, watch, rule, field.name),
      uncovered: [],
      bands: bands(desk, { watch, rule, series, to: day(to) }),
    },
    { theme: 'light', width: 720, height: 300 },
  );
}

function revisionsInOrder() {
  const text = readFileSync(`${EXAMPLE}incidents.ndjson`, 'utf8');
  return readRevisions(text, {}, { now: day('2025-01-01'), mode: 'history' }).revisions;
}

/** The thresholds on the value itself, the ladder and the tone. */
function about(definition, watchName, ruleName, field) {
  const { rungs, tone } = definition.watches
    .find(({ name }) => name === watchName)
    .rules.find(({ name }) => name === ruleName);
  const thresholds = rungs.flatMap(({ level, enter }) =>
    enter.all
      .filter((comparison) => comparison.field === field && typeof comparison.value === 'number')
      .map(({ value }) => ({ level, value, label: enter.text })),
  );
  return { thresholds, tone, ladder: definition.ladder };
}

/** When the series' alerts stood at which level. */
function bands(desk, { watch, rule, series, to }) {
  const id = series.replace('incident=', '');
  const told = desk
    .takePending()
    .map(({ transition }) => transition)
    .filter((t) => t.watch === watch && t.rule === rule && (t.series === series || t.series.endsWith(`/${id}`)));
  return told.flatMap(({ at, level }, i) => {
    const end = told[i + 1] ? Date.parse(told[i + 1].at) : to;
    return level === null || end <= Date.parse(at) ? [] : [{ from: Date.parse(at), to: end, level }];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const picture of PICTURES) writeFileSync(`${HERE}${picture.kind}.svg`, draw(picture));
}
