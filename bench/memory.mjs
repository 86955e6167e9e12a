// Bytes of heap that one more series costs a desk while nothing happens in it: reports spread over ever more groups against the same
// number of reports in one group, so that what the reports themselves cost falls out. Needs a build. `npm run bench:memory [reports]`
import { Desk } from '@barometer/desk';
import { configEntry, report } from './desk.mjs';
import { machine } from './machine.mjs';

const REPORTS = Number(process.argv[2] ?? 100_000);
/** Rules and groupings of the definition; each group has so many series. */
const RULES = 9;

function heapAfter(kind, series) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const desk = new Desk();
  desk.step(configEntry(kind), 0);
  for (let i = 0; i < REPORTS; i++) desk.step(report(i, { series }), i + 1);
  globalThis.gc();
  const used = process.memoryUsage().heapUsed - before;
  // Kept until here, so that it is not collected before it is measured.
  return desk.now > 0 ? used : 0;
}

console.log(`${REPORTS.toLocaleString('en-GB')} reports, ${RULES} rules; bytes of heap, after collecting\n`);
console.log('| kind | a report | a series |\n| --- | --- | --- |');
for (const kind of ['count', 'surge']) {
  const few = heapAfter(kind, 1);
  const many = heapAfter(kind, REPORTS);
  console.log(`| ${kind} | ${Math.round(few / REPORTS)} | ${Math.round((many - few) / (REPORTS - 1) / RULES)} |`);
}
console.log(`\n${machine()}`);
