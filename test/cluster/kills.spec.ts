import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaSettings } from '@barometer/kafka';
import { ifBrokersRun } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { dice, freezeFor, healed, killMany, type Harm } from './harm.js';
import { Scene } from './scene.js';
import { Stream } from './stream.js';
import { verdictOf, type Verdict } from './verdict.js';

const SOAK = process.env['SOAK'] !== undefined;
const KILLS = SOAK ? 110 : 6;
const FREEZE = SOAK ? 60_000 : 0;
const RATE = 60;
const SEED = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const VERSION = '4.4.0';

ifBrokersRun('a cluster under kill -9', VERSION, () => {
  let scene: Scene;
  let stream: Stream;
  let harm: Harm;
  let verdict: Verdict;
  let settings: KafkaSettings;
  let took = 0;

  beforeAll(async () => {
    const started = performance.now();
    scene = await Scene.open({ version: VERSION });
    settings = scene.settings;
    await scene.start('collector', 2);
    await scene.start('assessor', 2);
    await scene.start('notifier', 2);
    stream = new Stream(settings, { rate: RATE });
    await stream.start();
    harm = await killMany(scene, KILLS, dice(SEED));
    if (FREEZE > 0) await freezeFor(scene, FREEZE, harm);
    await healed(scene);
    await pause(2_000);
    await stream.stop();
    verdict = await settled(scene, stream, settings);
    took = performance.now() - started;
  }, 1_800_000);

  afterAll(async () => {
    if (verdict) process.stderr.write(`${figures(scene, stream, harm, verdict, took)}\n`);
    await scene?.close();
  }, 60_000);

  it('loses no incident that the broker acknowledged to its producer', () => {
    const journal = new Set(verdict.journal);
    expect(stream.sent.filter((id) => !journal.has(id))).toEqual([]);
    expect(stream.sent.length).toBeGreaterThan(RATE);
  });

  it('loses no transition', () => {
    expect(verdict.lost).toEqual([]);
    expect(verdict.expected.length).toBeGreaterThan(50);
  });

  it('shows no transition twice to a reader who drops what it knows', () => {
    expect(verdict.twice).toEqual([]);
  });

  it('loses no notice: every transition is told, every plan accepted, or a newer one in its place', () => {
    expect(verdict.expected.filter(({ hash }) => !verdict.told.has(hash))).toEqual([]);
    expect(verdict.unanswered).toEqual([]);
    const taken = new Set(scene.sink.taken.map(({ id }) => id));
    expect([...verdict.accepted].filter((key) => !taken.has(key))).toEqual([]);
  });

  it('hands over twice at most what was in flight at a crash or freeze', () => {
    const counts = new Map<string, number>();
    for (const { id } of scene.sink.taken) counts.set(id, (counts.get(id) ?? 0) + 1);
    const strange = [...counts.keys()].filter((id) => !verdict.planned.has(id));
    expect(strange).toEqual([]);
    expect(scene.sink.taken.length - counts.size).toBeLessThanOrEqual(
      harm.kills.notifier + harm.kills.broker + harm.freezes,
    );
  });

  it('ends nobody but by our hand', () => {
    const ours = ['SIGKILL', 'SIGTERM', 0];
    const strange = scene.members.filter(({ ends }) => ends.some((end) => !ours.includes(end)));
    expect(strange.map(({ name, ends, said }) => `${name}: ${ends.join(', ')}: ${said.slice(-3_000)}`)).toEqual([]);
  });
});

/** Waits until everything that the journal holds is written and told, then reads it. */
async function settled(scene: Scene, stream: Stream, settings: KafkaSettings): Promise<Verdict> {
  let last: Verdict | undefined;
  await until(async () => {
    await pause(1_000);
    const verdict = await verdictOf(settings);
    const before = last;
    last = verdict;
    const journal = new Set(verdict.journal);
    const whole = stream.sent.every((id) => journal.has(id)) && verdict.lost.length === 0;
    const told = verdict.expected.every(({ hash }) => verdict.told.has(hash));
    return whole && told && verdict.unanswered.length === 0 && before?.transitions === verdict.transitions;
  }, 300_000).catch(() => undefined);
  for (const member of scene.members) await member.end('SIGTERM');
  await scene.sink.all();
  return verdictOf(settings);
}

function figures(scene: Scene, stream: Stream, harm: Harm, verdict: Verdict, took: number): string {
  const { kills, freezes, joined, left } = harm;
  const all = Object.values(kills).reduce((sum, count) => sum + count, 0);
  const ids = new Set(scene.sink.taken.map(({ id }) => id));
  const journal = new Set(verdict.journal);
  return [
    `cluster: ${all} kill -9 (${JSON.stringify(kills)}), ${freezes} freezes of ${FREEZE / 1_000} s, third assessor joined ${joined} and left ${left} times (seed ${SEED}, ${Math.round(took / 1_000)} s)`,
    `  incidents: ${stream.sent.length} sent, ${verdict.journal.length} entries, lost ${stream.sent.filter((id) => !journal.has(id)).length}, appended again ${verdict.journal.length - journal.size}`,
    `  transitions: ${verdict.expected.length}, lost ${verdict.lost.length}, twice ${verdict.twice.length}, repeated byte for byte ${verdict.repeats}`,
    `  longest wait for a transition that an incident caused, by strikes from 10 s before it: ${waitsOf(verdict, harm)}`,
    `  notices: ${verdict.planned.size}, lost ${verdict.unanswered.length}, accepted again with the same id ${scene.sink.taken.length - ids.size}, left to a newer one ${verdict.superseded.size}`,
    `  attempts put off: ${[...verdict.putOff].map(([why, count]) => `${why}: ${count}`).join(', ') || 'none'}`,
  ].join('\n');
}

/** A dead member is missed for up to its session: a strike counts from so long before what waits for it, ms. */
const SESSION = 10_000;

/** The longest wait by how many strikes it met: where it grows, it is the strikes that make it. */
function waitsOf({ delays }: Verdict, { strikes }: Harm): string {
  const longest = new Map<number, number>();
  for (const { at, delay } of delays) {
    const met = strikes.filter((strike) => strike > at - delay - SESSION && strike < at).length;
    longest.set(met, Math.max(longest.get(met) ?? 0, delay));
  }
  const inOrder = [...longest].sort(([a], [b]) => a - b);
  return inOrder.map(([met, wait]) => `${met}: ${(wait / 1_000).toFixed(1)} s`).join(', ');
}
