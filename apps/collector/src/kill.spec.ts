import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEntry } from '@barometer/journal';
import { openStores } from '@barometer/service';
import { incident, ndjson } from './testing/incident.js';

/** The child is the built package, as operators run it. */
const BUILT = join(import.meta.dirname, '../dist/import-history.js');
const ROUNDS = process.env['SOAK'] ? 60 : 5;
const LINES = 5_000;

/** Imports the file and says after each batch how many entries are durable. */
const CHILD = `
import { createReadStream, writeSync } from 'node:fs';
const { importHistory } = await import(process.argv[1]);
const { readIncidentFile } = await import('@barometer/feed');
const { openStores } = await import('@barometer/service');
const stores = await openStores({ store: 'embedded', directory: process.argv[2] });
const now = Date.UTC(2024, 5, 1);
const clock = { now: () => now, monotonic: () => 0 };
const lines = readIncidentFile(createReadStream(process.argv[3]), { now, mode: 'history' });
const onProgress = ({ accepted }) => writeSync(1, accepted + '\\n');
const { outcome } = await importHistory(stores, lines, { clock, source: 'history', onProgress });
writeSync(1, outcome + '\\n');
await stores.close();
`;

/** Runs the child, kills it once it has said \`kills\` lines, and answers what it said. */
function run(directory: string, file: string, kills: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const args = ['--input-type=module', '-e', CHILD, BUILT, directory, file];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > kills) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', () => resolve(said.trim().split('\n')));
  });
}

describe('an import of history killed with SIGKILL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-import-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it(`goes on where it stopped, takes every line once, and ends once (${ROUNDS} kills)`, async () => {
    const file = join(directory, 'history.ndjson');
    const lines = Array.from({ length: LINES }, (_, at) => incident(`r${at}`, { reportedAt: '2024-01-28T00:00:00Z' }));
    writeFileSync(file, ndjson(...lines));
    let stores = join(directory, '0');
    for (let round = 0; round < ROUNDS; round++) {
      const said = await run(stores, file, 1 + Math.floor(Math.random() * 3));
      if (said.includes('done')) stores = join(directory, String(round + 1));
    }
    await run(stores, file, Number.POSITIVE_INFINITY);
    expect(await run(stores, file, Number.POSITIVE_INFINITY)).toEqual(['already']);
    const { journal, close } = await openStores({ store: 'embedded', directory: stores });
    const entries = (await journal.read(0, 2 * LINES)).map(({ value }) => decodeEntry(value));
    await close();
    const taken = entries.map((entry) => (entry.type === 'revision' ? entry.revision.recordId : entry.type));
    expect(taken).toEqual([...lines.map(({ recordId }) => recordId), 'import ended']);
  }, 600_000);
});
