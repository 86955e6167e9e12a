import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaSettings } from '@barometer/kafka';
import { ifBrokersRun } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { healed } from './harm.js';
import type { Member } from './member.js';
import { Scene } from './scene.js';
import { Stream } from './stream.js';
import { verdictOf, type Verdict } from './verdict.js';

const VERSION = '4.4.0';
const RATE = 120;
/** What a take-over may take, ms: the session time-out and a rebalance. */
const MOST = 15_000;

ifBrokersRun('a cluster that changes hands', VERSION, () => {
  let scene: Scene;
  let settings: KafkaSettings;
  beforeAll(async () => {
    scene = await Scene.open({ version: VERSION });
    settings = scene.settings;
    await scene.start('collector', 2);
    await scene.start('assessor', 3);
    await scene.start('notifier', 2);
  }, 120_000);
  afterAll(() => scene?.close(), 60_000);

  it('writes the watches of a killed assessor again within 15 s, and nothing is lost over a rolling restart of everything', async () => {
    const stream = new Stream(settings, { rate: RATE });
    await stream.start();
    await pause(3_000);
    const victim = await busiest(scene.of('assessor'));
    const killed = Date.now();
    await victim.end('SIGKILL');
    await pause(MOST);
    victim.start();
    await healed(scene);
    const rolling = Date.now();
    for (const member of scene.members) {
      await member.end('SIGTERM');
      member.start();
      await until(() => member.ready(), 60_000);
    }
    const rolled = Date.now();
    await pause(2_000);
    await stream.stop();
    const verdict = await quiet(settings, stream);
    const gap = longest(verdict, killed, rolling);
    const restartGap = longest(verdict, rolling, rolled + MOST);
    process.stderr.write(
      `hand-over: transitions of a killed assessor's watches written again after ${gap} ms at most; rolling restart of ${scene.members.length} services in ${rolled - rolling} ms, longest wait for a transition ${restartGap} ms; ${verdict.expected.length} transitions, lost ${verdict.lost.length}, twice ${verdict.twice.length}, repeats ${verdict.repeats}\n`,
    );
    expect({ lost: verdict.lost, twice: verdict.twice }).toEqual({ lost: [], twice: [] });
    const journal = new Set(verdict.journal);
    expect(stream.sent.filter((id) => !journal.has(id))).toEqual([]);
    expect(gap).toBeLessThan(MOST);
    expect(verdict.unanswered).toEqual([]);
    const taken = new Set((await scene.sink.all()).map(({ id }) => id));
    expect([...verdict.accepted].filter((key) => !taken.has(key))).toEqual([]);
    expect(scene.members.flatMap(({ ends }) => ends).filter((end) => end !== 'SIGKILL' && end !== 0)).toEqual([]);
  }, 300_000);
});

/** The assessor that writes the most watches; it writes one at least, so that somebody has to take over. */
async function busiest(assessors: readonly Member[]): Promise<Member> {
  const owned = async ({ url }: Member) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return [...text.matchAll(/^barometer_watch_owned\{.*\} 1$/gm)].length;
  };
  const counts = await Promise.all(assessors.map(owned));
  const most = Math.max(...counts);
  expect(most).toBeGreaterThan(0);
  return assessors[counts.indexOf(most)]!;
}

/** The longest that a transition of these minutes waited for its record. */
function longest({ delays }: Verdict, from: number, to: number): number {
  const waits = delays
    .filter(({ at, delay }) => at - delay >= from - 1_000 && at - delay <= to)
    .map(({ delay }) => delay);
  return Math.max(0, ...waits);
}

/** Reads once everything that was sent is in the journal, written and accepted. */
async function quiet(settings: KafkaSettings, stream: Stream): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await until(async () => {
    verdict = await verdictOf(settings);
    const journal = new Set(verdict.journal);
    const { expected, told, unanswered, lost } = verdict;
    const all = stream.sent.every((id) => journal.has(id)) && expected.every(({ hash }) => told.has(hash));
    return all && lost.length === 0 && unanswered.length === 0;
  }, 60_000).catch(() => undefined);
  return verdict!;
}
