import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from './open.js';

/** The child is the built package, as operators run it. */
const BUILT = join(import.meta.dirname, '../dist/index.js');
const ROUNDS = process.env['SOAK'] ? 300 : 20;

/** Appends batches of 1 to 5 records and puts a row beside each, four at a time; says on stdout what was acknowledged. */
const CHILD = `
import { writeSync } from 'node:fs';
const { openEmbedded } = await import(process.argv[1]);
const stores = await openEmbedded(process.argv[2]);
async function worker(name) {
  for (let round = 0; ; round++) {
    const id = process.pid + '-' + name + '-' + round, size = 1 + (round % 5);
    const records = Array.from({ length: size }, (_, place) => ({ value: JSON.stringify({ id, place, size }) }));
    const [first] = await Promise.all([stores.journal.append(records), stores.deliveries.put([[id, String(size)]])]);
    writeSync(1, JSON.stringify({ id, first, size }) + '\\n');
  }
}
for (const name of ['a', 'b', 'c', 'd']) worker(name);
`;

interface Acknowledged {
  readonly id: string;
  readonly first: number;
  readonly size: number;
}

/** Runs the child and kills it after `after` bytes of acknowledgements. */
function killAfter(directory: string, after: number): Promise<Acknowledged[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, BUILT, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.length >= after) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the child ended by itself: ${signal}`));
      const whole = said.slice(0, said.lastIndexOf('\n') + 1).trim();
      resolve(whole ? whole.split('\n').map((line) => JSON.parse(line) as Acknowledged) : []);
    });
  });
}

describe('a process killed with SIGKILL at any point', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-kill-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it(`loses nothing acknowledged and writes nothing by half (${ROUNDS} kills)`, async () => {
    const acknowledged: Acknowledged[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      acknowledged.push(...(await killAfter(directory, 1 + Math.floor(Math.random() * 4000))));
      await expectWhole(directory, acknowledged);
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  }, 600_000);
});

async function expectWhole(directory: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  const stores = await openEmbedded(directory);
  const records = await stores.journal.read(0, 10_000_000);
  expect(records.map((record) => record.offset)).toEqual(records.map((_, index) => index));
  const places = records.map((record) => JSON.parse(record.value) as { id: string; place: number; size: number });
  const torn = places.filter(
    ({ id, place, size }, at) =>
      place + 1 < size && !(places[at + 1]?.id === id && places[at + 1]?.place === place + 1),
  );
  const lost = acknowledged.filter(
    ({ id, first, size }) => places[first]?.id !== id || places[first + size - 1]?.id !== id,
  );
  const unrowed: string[] = [];
  for (const { id, size } of acknowledged) if ((await stores.deliveries.get(id)) !== String(size)) unrowed.push(id);
  await stores.close();
  expect({ torn, lost, unrowed }).toEqual({ torn: [], lost: [], unrowed: [] });
}
