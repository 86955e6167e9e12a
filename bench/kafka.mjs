// Incidents a second from the topic through collector, journal and assessor to readings, beside a bare kafkajs consumer of the same
// topic in the same run; then what the services cost when nothing happens. Needs a build, Java and Maven. `npm run bench:kafka [incidents]`
import { setTimeout as pause } from 'node:timers/promises';
import { connectKafka } from '@barometer/kafka';
import { PREFIX, Scene, TOPIC } from '../test/dist/cluster/scene.js';
import { incident } from '../test/dist/cluster/stream.js';
import { cpuSeconds, machine, residentBytes } from './machine.mjs';

const INCIDENTS = Number(process.argv[2] ?? 300_000);
const AT_ONCE = 2_000;
const IDLE = 30_000;
/** V8 tidies a heap up once, within the first two minutes of rest, ms. */
const REST = 120_000;
/** How often a service is asked how far it is, ms: asking costs it something. */
const LOOK = 100;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

const scene = await Scene.open({ tuned: true });
try {
  const brokers = [scene.broker.address];
  const settings = { brokers, prefix: PREFIX, security: 'plaintext', replication: 1, incidents: [TOPIC] };
  for (const role of ['collector', 'assessor']) await scene.start(role, 1);
  const [collector] = scene.of('collector');
  const [assessor] = scene.of('assessor');
  const kafka = await connectKafka(settings, silent);
  // Something live first: what a topic holds before its desk's first entry is history, and another path.
  await produce(kafka, 0, 1);
  await reached(collector, 1);
  await collector.end('SIGTERM');
  await produce(kafka, 1, INCIDENTS + 1);
  const bare = await consumeBare(kafka);

  collector.start();
  const started = await reached(collector, 1);
  // What a process takes to start is another matter.
  const cpu = { collector: cpuSeconds(collector.pid), assessor: cpuSeconds(assessor.pid) };
  const taken = await reached(collector, INCIDENTS);
  const folded = await caughtUp(assessor);
  const used = {
    collector: cpuSeconds(collector.pid) - cpu.collector,
    assessor: cpuSeconds(assessor.pid) - cpu.assessor,
  };

  const rate = (from, to) => Math.round(INCIDENTS / ((to - from) / 1_000)).toLocaleString('en');
  const spent = (seconds) => ((seconds / INCIDENTS) * 1e6).toFixed(1);
  console.log(
    `${INCIDENTS.toLocaleString('en')} incidents of ${JSON.stringify(incident(1)).length} bytes, 6 partitions\n`,
  );
  console.log('| what | incidents a second | CPU seconds a million |\n| --- | --- | --- |');
  console.log(`| a bare kafkajs consumer, doing nothing | ${bare.rate.toLocaleString('en')} | ${spent(bare.cpu)} |`);
  console.log(`| topic to journal (collector) | ${rate(started, taken)} | ${spent(used.collector)} |`);
  console.log(
    `| topic to readings (collector and assessor) | ${rate(started, folded)} | ${spent(used.collector + used.assessor)} |\n`,
  );

  // The others come once it is measured: on two cores they would be measured with it.
  for (const role of ['notifier', 'console']) await scene.start(role, 1);
  await pause(REST);
  const before = scene.members.map(({ pid }) => cpuSeconds(pid));
  await pause(IDLE);
  console.log('| idle service | CPU, % of a core | resident, MB |\n| --- | --- | --- |');
  scene.members.forEach(({ role, pid }, i) => {
    const share = ((cpuSeconds(pid) - before[i]) / (IDLE / 1_000)) * 100;
    console.log(`| ${role} | ${share.toFixed(1)} | ${Math.round(residentBytes(pid) / 1e6)} |`);
  });
  console.log(`\n${machine()}`);
} finally {
  await scene.close();
}

async function produce(kafka, from, to) {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (let id = from; id < to; id += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, to - id) }, (_, i) => id + i);
    // Nobody hurt: what is timed is taking in, measuring and watching thresholds, not telling.
    await producer.send({ topic: TOPIC, messages: ids.map((i) => ({ value: JSON.stringify(incident(i, Infinity)) })) });
  }
  await producer.disconnect();
}

async function consumeBare(kafka) {
  const consumer = kafka.consumer({ groupId: 'bare', maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  let seen = 0;
  let first = 0;
  const cpu = process.cpuUsage();
  await new Promise((resolve) => {
    void consumer.run({
      eachBatch: async ({ batch }) => {
        first ||= performance.now();
        seen += batch.messages.length;
        if (seen > INCIDENTS) resolve();
      },
    });
  });
  const took = performance.now() - first;
  const { user, system } = process.cpuUsage(cpu);
  await consumer.disconnect();
  return { rate: Math.round(INCIDENTS / (took / 1_000)), cpu: (user + system) / 1e6 };
}

async function metric(member, name) {
  const text = await fetch(`${member.url}/metrics`).then(
    (answer) => answer.text(),
    () => '',
  );
  const values = [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
  return values.reduce((sum, value) => sum + value, 0);
}

/** When the collector had taken so many in this life. */
async function reached(collector, count) {
  while ((await metric(collector, 'barometer_accepted_total')) < count) await pause(LOOK);
  return performance.now();
}

async function caughtUp(assessor) {
  while ((await metric(assessor, 'barometer_journal_lag_entries')) > 0) await pause(LOOK);
  return performance.now();
}
