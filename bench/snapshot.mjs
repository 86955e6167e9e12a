// A start from a snapshot: a desk folds a journal in the embedded store, saves, folds on, saves again; then a new process starts from it.
// Needs a build (`npm run build`); prints a Markdown table. `npm run bench:snapshot [entries]`
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Follower, Snapshots } from '@barometer/desk';
import { openEmbedded } from '@barometer/embedded';
import { encodeEntry } from '@barometer/journal';
import { packing } from '@barometer/service';
import { configEntry, report } from './desk.mjs';

const SERIES = 1_000;
const BATCH = 1_000;
/** Entries between two snapshots, as the assessor has it. */
const EVERY = 20_000;

const pause = () => new Promise((resolve) => setImmediate(resolve));

async function append(journal, from, to, times) {
  for (let i = from; i < to; i += BATCH) {
    const records = [];
    for (let j = i; j < Math.min(to, i + BATCH); j++)
      records.push({ value: encodeEntry(report(j, { series: SERIES, times })) });
    await journal.append(records);
  }
}

async function timed(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begin = performance.now();
  await work();
  const ms = performance.now() - begin;
  delay.disable();
  return { ms, longest: delay.max / 1e6 };
}

async function sizeOf(table) {
  let size = 0;
  for await (const [, value] of table.all('desk/')) size += value.length;
  return size / 1e6;
}

/** A save in its two steps: while the state is taken nothing is folded, while it is written the fold may go on. */
async function save(follower, snapshots) {
  let write;
  const taken = await timed(async () => (write = await follower.take(snapshots)));
  const written = await timed(write);
  return { waits: taken.ms, ms: taken.ms + written.ms, longest: Math.max(taken.longest, written.longest) };
}

/** A desk that folds and saves; answers what the saves took. */
async function prepare(directory, entries, times) {
  const stores = await openEmbedded(directory);
  await stores.journal.append([{ value: encodeEntry(configEntry()) }]);
  await append(stores.journal, 0, entries, times);
  const follower = new Follower({ journal: stores.journal });
  const fold = await timed(() => follower.catchUp(pause));
  const snapshots = new Snapshots(stores.snapshots, { packing, pause });
  const first = await save(follower, snapshots);
  const megabytes = await sizeOf(stores.snapshots);
  await append(stores.journal, entries, entries + EVERY, times);
  await follower.catchUp(pause);
  const again = await save(follower, snapshots);
  await stores.close();
  return { fold, first, again, megabytes };
}

/** In a process of its own: from its first line to a desk that stands where the saved one stood. */
async function start(directory) {
  const stores = await openEmbedded(directory);
  const follower = new Follower({ journal: stores.journal });
  const refused = await follower.restore(new Snapshots(stores.snapshots, { packing, pause }));
  await follower.catchUp();
  const ms = performance.now();
  const { rss } = process.memoryUsage();
  await stores.close();
  console.log(JSON.stringify({ ms, rss: rss / 1e6, refused, now: follower.desk.now, folded: follower.folded }));
}

const say = (number) => Math.round(number).toLocaleString('en-GB');

async function measure(entries, times) {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-snapshot-'));
  try {
    const { fold, first, again, megabytes } = await prepare(directory, entries, times);
    const argv = ['--max-old-space-size=6000', fileURLToPath(import.meta.url), '--start', directory];
    const starts = [1, 2, 3].map(() => {
      const child = spawnSync(process.execPath, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      return JSON.parse(child.stdout);
    });
    if (starts.some(({ refused, folded }) => refused.length > 0 || folded > 0)) throw new Error(JSON.stringify(starts));
    const { ms, rss } = starts.sort((a, b) => a.ms - b.ms)[1];
    const cells = [say(entries / times), say(ms), say(rss), say(fold.ms), say(megabytes)];
    cells.push(...[first, again].map(({ ms, waits, longest }) => `${say(ms)} (${say(waits)}, ${say(longest)})`));
    console.log(`| ${cells.join(' | ')} |`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--start') await start(process.argv[3]);
else {
  const entries = Number(process.argv[2] ?? 1_000_000);
  console.log(
    `${say(entries)} entries in the journal, 9 rules over ${say(SERIES)} series each, ${os.cpus()[0].model.trim()},`,
  );
  console.log(`Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}; start: median of 3.\n`);
  const columns = ['incidents', 'start, ms', 'start, MB', 'folding all instead, ms', 'snapshot, M characters'];
  columns.push('first save, ms (folding waits, longest pause)', `save ${say(EVERY)} entries later, ms (the same)`);
  console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
  for (const times of [100, 4, 1]) await measure(entries, times);
}
