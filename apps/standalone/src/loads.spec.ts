import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'barometer-loads-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Starts the built standalone on the example and names which of the two stores' libraries it loaded. */
const SCRIPT = `
  import { createRequire } from 'node:module';
  import { exampleOptions, startStandalone } from '@barometer/standalone';
  const options = { ...exampleOptions(), dataDir: process.argv[1], port: 0, logLevel: 'silent' };
  const standalone = await startStandalone({ ...options, onFatal: (err) => { throw err; } });
  await standalone.close();
  const { cache } = createRequire(import.meta.url);
  const loaded = (name) => Object.keys(cache).some((file) => file.includes('/node_modules/' + name + '/'));
  console.log(JSON.stringify({ kafkajs: loaded('kafkajs'), libsql: loaded('libsql') }));
`;

describe('standalone over the embedded store', () => {
  it('loads nothing of Kafka', () => {
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT, join(directory, 'data')], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    expect([child.stdout.trim(), child.stderr]).toEqual(['{"kafkajs":false,"libsql":true}', '']);
  }, 60_000);
});
