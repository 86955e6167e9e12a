// What one report costs on its way to the journal's text, step by step: CPU time of the process, that of garbage collection included,
// the least of some rounds. Needs a build. `npm run bench:reading [reports]`
import { receiveRecord } from '@barometer/feed';
import { incidentId } from '@barometer/incident';
import { encodeEntry } from '@barometer/journal';
import { incident } from '../test/dist/cluster/stream.js';
import { machine } from './machine.mjs';

const REPORTS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 9;
/** Reports alive at one time, as in the collector. */
const PORTION = 500;

const now = Date.now();
const bodies = Array.from({ length: REPORTS }, (_, id) => Buffer.from(JSON.stringify(incident(id, Infinity))));
const utf8 = new TextDecoder('utf-8', { fatal: true });
const receive = (body) =>
  receiveRecord({ body, headers: {}, place: 'incidents[0]@0' }, { now: now + 60_000, mode: 'live' });
const encode = (revision) => encodeEntry({ type: 'revision', recorded: now, revision });
const [{ revision }] = receive(bodies[0]).items;

const STEPS = [
  ['its bytes to a document: UTF-8 and `JSON.parse`', (body) => JSON.parse(utf8.decode(body))],
  ['to a revision: document, checks, id, defaults', receive],
  ['its id alone, by the hash of the pure rooms', (_, at) => incidentId('wire', `r${at}`)],
  ['a revision to the text of an entry', () => encode(revision)],
  ['all: bytes to the text of an entry', (body) => encode(receive(body).items[0].revision)],
];

console.log('| step | µs of CPU a report |\n| --- | --- |');
for (const [name, step] of STEPS) {
  const rounds = Array.from({ length: ROUNDS }, () => spent(step));
  console.log(`| ${name} | ${Math.min(...rounds).toFixed(1)} |`);
}
console.log(`\n${REPORTS.toLocaleString('en')} reports of ${bodies[0].length} bytes, ${machine()}`);

function spent(step) {
  const before = process.cpuUsage();
  for (let at = 0; at < bodies.length; at += PORTION) bodies.slice(at, at + PORTION).map(step);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / bodies.length;
}
