import { spawn } from 'node:child_process';
import { onBrokers } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { examples, page, ROOT } from '../docs/pages.js';
import { IntakeDesk } from './desk.js';

const PAGE = page('docs/producers.md');

/** Runs a program to its end; throws with what it said where it fails. */
async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${said}`);
}

onBrokers(
  'the examples for producers',
  (broker) => {
    let desk: IntakeDesk;
    afterEach(() => desk?.close(), 60_000);

    it('run as they stand, and every report in them arrives', async () => {
      desk = await IntakeDesk.open(broker, 2);
      const collector = await desk.start();
      await until(() => collector.ready(), 60_000);
      const here = (example: string) =>
        example
          .replaceAll('localhost:9092', desk.settings.brokers[0]!)
          .replaceAll('-t incidents', `-t ${desk.topic}`)
          .replaceAll("topic: 'incidents'", `topic: '${desk.topic}'`)
          .replaceAll('http://127.0.0.1:8080', collector.url);
      const shell = [...examples(PAGE, 'kcat'), ...examples(PAGE, 'curl')];
      expect(shell).toHaveLength(6);
      for (const example of shell) await run('bash', ['-e', '-o', 'pipefail', '-c', here(example)]);
      const [script] = examples(PAGE, 'kafkajs');
      await run(process.execPath, ['--input-type=module', '-e', here(script!)]);
      await desk.holds(['2024-031', '2024-032', '2024-033', '2024-034', '2024-035']);
      await until(async () => (await desk.journal()).filter(({ type }) => type !== 'tick').length >= 9, 60_000);
      const entries = await desk.journal();
      const revisions = entries.flatMap((entry) => (entry.type === 'revision' ? [entry.revision] : []));
      expect(revisions.map(({ recordId, revision, status }) => `${recordId}.${revision} ${status}`).sort()).toEqual([
        '2024-031.1 reported',
        '2024-031.2 retracted',
        '2024-032.1 reported',
        '2024-033.1 reported',
        '2024-034.1 reported',
        '2024-034.2 reported',
        '2024-035.1 reported',
      ]);
      expect(revisions.every(({ dataset }) => dataset === 'my-desk')).toBe(true);
      expect(entries.filter((entry) => entry.type === 'heartbeat' && entry.feed === 'my-feed')).toHaveLength(1);
      expect(await desk.rejects()).toEqual([]);
    }, 120_000);
  },
  { programs: ['kcat', 'curl'] },
);
