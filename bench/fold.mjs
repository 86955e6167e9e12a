// Entries a second on one core: the fold alone, and decoding with it, for three groupings times three windows of `count`.
// Needs a build (`npm run build`); prints a Markdown table. `npm run bench [entries]`
import os from 'node:os';
import { decodeEntry, encodeEntry } from '@barometer/journal';
import { Desk, ENGINE } from '@barometer/desk';

const ENTRIES = Number(process.argv[2] ?? 200_000);
const SERIES = [10, 1_000, 100_000];
const HOUR = 3_600_000;
const WINDOWS = { '24h': 24 * HOUR, '7d': 168 * HOUR, '30d': 720 * HOUR };
const GROUPINGS = ['place', 'perpetrator', 'target'];
const START = Date.UTC(2024, 0, 1);

const condition = (text, value) => ({ text, all: [{ field: 'count', op: '>=', value }] });
const rung = (level, value) => {
  const enter = condition(`count >= ${value}`, value);
  return { level, enter, leave: enter };
};

/** Nine rules with two thresholds each, out of reach: what is timed is measuring, not writing transitions. */
function definition() {
  const rules = GROUPINGS.flatMap((by) =>
    Object.entries(WINDOWS).map(([name, window]) => ({
      name: `${by}-${name}`,
      title: by,
      reading: { kind: 'count', params: { of: 'everything', window }, by: [by] },
      rungs: [rung('elevated', 1e9), rung('high', 2e9)],
      hold: 0,
      release: 24 * HOUR,
      tone: 'alarm',
    })),
  );
  const match = { all: {}, not: {} };
  const watch = { name: 'bench', title: 'bench', match, feeds: [], rules, sets: { everything: match } };
  const ladder = ['low', 'elevated', 'high', 'critical'];
  return { version: 1, ladder, timezone: 'UTC', reporters: {}, names: {}, feeds: [], watches: [watch] };
}

function entries(series) {
  return Array.from({ length: ENTRIES }, (_, i) => {
    const at = START + i * 1_000;
    const key = (i * 7919) % series;
    return {
      type: 'revision',
      recorded: at,
      revision: {
        schema: 'incident/1',
        incidentId: `incident-${i}`,
        dataset: 'bench',
        recordId: `r${i}`,
        revision: 1,
        status: 'reported',
        kind: 'attack',
        occurredFrom: at,
        timePrecision: 'minute',
        reportedAt: at,
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
        provenance: [{ dataset: 'bench', recordId: `r${i}` }],
      },
    };
  });
}

function desk() {
  const made = new Desk();
  made.step({ type: 'config', engine: ENGINE, hash: 'bench', replaces: null, definition: definition() }, 0);
  return made;
}

function rate(work) {
  const begin = process.cpuUsage();
  work();
  const used = process.cpuUsage(begin);
  return ENTRIES / ((used.user + used.system) / 1e6);
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const say = (number) => Math.round(number).toLocaleString('en-GB');

console.log(
  `${ENTRIES.toLocaleString('en-GB')} entries, 9 rules (3 groupings x 3 windows of count), ${os.cpus()[0].model.trim()},`,
);
console.log(
  `Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}; entries per CPU second, median of 3.\n`,
);
console.log('| series a grouping | fold | decode + fold | decode alone |\n| --- | --- | --- | --- |');
for (const series of SERIES) {
  const made = entries(series);
  const texts = made.map(encodeEntry);
  const runs = { fold: [], both: [], decode: [] };
  for (let i = 0; i < 3; i++) {
    const one = desk();
    runs.fold.push(rate(() => made.forEach((entry, place) => one.step(entry, place + 1))));
    const other = desk();
    runs.both.push(rate(() => texts.forEach((text, place) => other.step(decodeEntry(text), place + 1))));
    runs.decode.push(rate(() => texts.forEach((text) => decodeEntry(text))));
  }
  console.log(
    `| ${say(series)} | ${say(median(runs.fold))} | ${say(median(runs.both))} | ${say(median(runs.decode))} |`,
  );
}
