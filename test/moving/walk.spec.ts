import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { run } from '@barometer/cli';
import { freshPrefix, onBrokers } from '@barometer/kafka/testing';
import { exampleOptions, startStandalone } from '@barometer/standalone';
import { ManualClock } from '@barometer/time';
import { examples, page, ROOT } from '../docs/pages.js';

const here = process.cwd();
const walk = page('docs/moving.md');

/** Runs the commands of a page in this process; answers what they printed, or throws where one fails. */
async function runAll(name: string): Promise<string[]> {
  const commands = examples(walk, name).flatMap((block) => block.trim().split('\n'));
  const printed: string[] = [];
  for (const command of commands) {
    const [npx, barometer, ...argv] = command.trim().split(' ');
    expect([npx, barometer]).toEqual(['npx', 'barometer']);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const texts = [stdout, stderr].map((stream) => Readable.prototype.toArray.call(stream));
    const clock = new ManualClock(Date.UTC(2026, 10, 22));
    const code = await run(argv, { stdin: Readable.from([]), stdout, stderr, env: {}, clock });
    stdout.end();
    stderr.end();
    const [out, err] = (await Promise.all(texts)).map((parts) => Buffer.concat(parts as Buffer[]).toString());
    expect({ command, code, err: code === 0 ? '' : err }).toEqual({ command, code: 0, err: '' });
    printed.push(`${out}${err}`);
  }
  return printed;
}

function configWith(name: string, settings: string): void {
  const example = readFileSync(join(ROOT, 'examples/us-forces/barometer.yaml'), 'utf8');
  writeFileSync(name, example.replace(/store: embedded\n {2}dataDir: .*/, settings));
}

/** Runs the walk of the page; the desk told the whole example before. */
function walkWith(large: () => string): void {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-walk-'));
  beforeAll(() => process.chdir(directory));
  afterAll(() => {
    process.chdir(here);
    rmSync(directory, { recursive: true, force: true });
  });

  it('moves the example there and back, the alert log the same, watch by watch', async () => {
    const desk = await startStandalone({
      ...exampleOptions(),
      dataDir: join(directory, 'small'),
      port: 0,
      logLevel: 'error',
      onFatal,
    });
    await desk.notifier.planned();
    await desk.close();
    configWith('small.yaml', 'store: embedded\n  dataDir: ./small');
    configWith('large.yaml', large());
    configWith('again.yaml', 'store: embedded\n  dataDir: ./again');
    const [, there] = await runAll('there');
    expect(there).toMatch(/^us-forces +\d+ +([0-9a-f]{12}) +\1 +\1 +same$/m);
    await runAll('back');
    expect(readFileSync('back.ndjson', 'utf8')).toBe(readFileSync('desk.ndjson', 'utf8'));
  }, 120_000);
}

function onFatal(error: unknown): never {
  throw error;
}

describe('docs/moving.md on one machine', () => walkWith(() => 'store: embedded\n  dataDir: ./large'));

onBrokers('docs/moving.md', (broker) =>
  walkWith(() => `store: kafka\n  kafka: { brokers: '${broker.addresses.join(',')}', prefix: ${freshPrefix()} }`),
);
