/** Appends and reads a second of the embedded store: `node libs/embedded/bench.mjs`, after `npm run build`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from './dist/index.js';

const record = { value: 'x'.repeat(800) };
const directory = mkdtempSync(join(tmpdir(), 'barometer-bench-'));
const { journal, close } = await openEmbedded(directory);

async function measure(name, count, run) {
  const start = performance.now();
  await run();
  const rate = Math.round((count / (performance.now() - start)) * 1000);
  console.log(`${name.padEnd(32)} ${rate.toLocaleString('en')} a second`);
}

await measure('appends, one after the other', 2_000, async () => {
  for (let i = 0; i < 2_000; i++) await journal.append([record]);
});
await measure('appends, 16 callers at a time', 16_000, async () => {
  for (let i = 0; i < 1_000; i++) await Promise.all(Array.from({ length: 16 }, () => journal.append([record])));
});
await measure('records in batches of 1,000', 200_000, async () => {
  for (let i = 0; i < 200; i++) await journal.append(Array.from({ length: 1_000 }, () => record));
});
await measure('records read, 1,000 at a time', 200_000, async () => {
  for (let i = 0; i < 200; i++) await journal.read(i * 1_000, 1_000);
});
await close();
rmSync(directory, { recursive: true });
