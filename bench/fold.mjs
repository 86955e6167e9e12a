// Entries a second on one core: the fold alone, and decoding with it, for three groupings times three windows of `count`.
// Needs a build (`npm run build`); prints a Markdown table. `npm run bench [entries]`
import os from 'node:os';
import { readEntry, encodeEntry } from '@barometer/journal';
import { Desk } from '@barometer/desk';
import { configEntry, report } from './desk.mjs';

const ENTRIES = Number(process.argv[2] ?? 200_000);
const SERIES = [10, 1_000, 100_000];

const entries = (series) => Array.from({ length: ENTRIES }, (_, i) => report(i, { series }));

function desk() {
  const made = new Desk();
  made.step(configEntry(), 0);
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
    runs.both.push(rate(() => texts.forEach((text, place) => other.step(readEntry(text), place + 1))));
    runs.decode.push(rate(() => texts.forEach((text) => readEntry(text))));
  }
  console.log(
    `| ${say(series)} | ${say(median(runs.fold))} | ${say(median(runs.both))} | ${say(median(runs.decode))} |`,
  );
}
