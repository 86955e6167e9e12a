// From an entry's time of recording to its webhook accepted, through real services and a real broker on this machine.
// Needs a build, Java and Maven. `npm run bench:latency [seconds] [incidents a second]`
import { setTimeout as pause } from 'node:timers/promises';
import { PREFIX, Scene, TOPIC } from '../test/dist/cluster/scene.js';
import { Stream } from '../test/dist/cluster/stream.js';
import { cpuSeconds, machine, quantile } from './machine.mjs';

const SECONDS = Number(process.argv[2] ?? 60);
const RATE = Number(process.argv[3] ?? 500);
const WARM_UP = 15_000;
/** One alert of so many incidents. */
const HURT_EVERY = 50;

const scene = await Scene.open({ tuned: true });
try {
  for (const role of ['collector', 'assessor', 'notifier']) await scene.start(role, 1);
  const brokers = [scene.broker.address];
  const settings = { brokers, prefix: PREFIX, security: 'plaintext', replication: 1, incidents: [TOPIC] };
  const stream = new Stream(settings, { rate: RATE, hurtEvery: HURT_EVERY, beat: 10 });
  await stream.start();
  await pause(WARM_UP);
  const from = scene.sink.taken.length;
  const before = scene.members.map(({ pid }) => cpuSeconds(pid));
  await pause(SECONDS * 1_000);
  const cpu = scene.members.map(
    ({ role, pid }, i) => `${role} ${((cpuSeconds(pid) - before[i]) / SECONDS).toFixed(2)}`,
  );
  const delays = scene.sink.taken.slice(from).map(({ at, body }) => at - Date.parse(body.timestamp));
  await stream.stop();
  const figures = [0.5, 0.9, 0.99, 1].map((share) => `${quantile(delays, share)} ms`);
  console.log(`${RATE} incidents a second for ${SECONDS} s, ${delays.length} webhooks accepted\n`);
  console.log('| p50 | p90 | p99 | longest |\n| --- | --- | --- | --- |');
  console.log(`| ${figures.join(' | ')} |\n`);
  console.log(`CPU, cores: ${cpu.join(', ')}\n${machine()}`);
} finally {
  await scene.close();
}
