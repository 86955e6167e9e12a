import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../acceptance/running.js';
import type { Member, Role } from './member.js';
import type { Scene } from './scene.js';

/** What was done to the cluster. */
export interface Harm {
  readonly kills: Record<Role | 'broker', number>;
  freezes: number;
  joined: number;
  left: number;
  /** When something on the way from a record to a transition was struck, ms: all but notifiers, a broker when it went and when it was back. */
  readonly strikes: number[];
}

/** A small generator of numbers from 0 to 1: the same for the same seed (mulberry32, Tommy Ettinger, 2017). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Who is struck, and how often of a hundred. */
const VICTIMS: readonly (readonly [Role | 'broker', number])[] = [
  ['assessor', 35],
  ['collector', 25],
  ['notifier', 25],
  ['broker', 15],
];

/** Kills one after another at random times; a third assessor comes and goes meanwhile. */
export async function killMany(scene: Scene, count: number, random: () => number): Promise<Harm> {
  const harm: Harm = {
    kills: { collector: 0, assessor: 0, notifier: 0, console: 0, broker: 0 },
    ...{ freezes: 0, joined: 0, left: 0, strikes: [] },
  };
  for (let done = 0; done < count; done++) {
    await pause(500 + random() * 3_000);
    const victim = pick(random());
    harm.kills[victim]++;
    if (victim !== 'notifier') harm.strikes.push(Date.now());
    if (victim === 'broker') await killBroker(scene, harm);
    else await killOne(scene, victim, random);
    if (done % 10 === 4) await joinOrLeave(scene, harm);
  }
  return harm;
}

/** Stops an assessor and the active notifier for a minute: they wake up with the world gone on without them. */
export async function freezeFor(scene: Scene, ms: number, harm: Harm): Promise<void> {
  const frozen = [scene.of('assessor')[0]!, ...scene.of('notifier').slice(0, 1)].filter(({ alive }) => alive);
  for (const member of frozen) member.freeze();
  harm.strikes.push(Date.now());
  harm.freezes += frozen.length;
  await pause(ms);
  for (const member of frozen) member.thaw();
}

function pick(at: number): Role | 'broker' {
  let rest = at * 100;
  for (const [victim, weight] of VICTIMS) {
    rest -= weight;
    if (rest < 0) return victim;
  }
  return 'assessor';
}

async function killBroker(scene: Scene, harm: Harm): Promise<void> {
  await scene.broker.kill();
  await scene.broker.restart();
  harm.strikes.push(Date.now());
}

async function killOne(scene: Scene, role: Role, random: () => number): Promise<void> {
  const alive = scene.of(role).filter((member) => member.alive);
  const member = alive[Math.floor(random() * alive.length)];
  await member?.end('SIGKILL');
  await pause(random() * 1_000);
  for (const dead of scene.of(role)) if (!dead.alive && !left.has(dead)) dead.start();
}

/** Members that went in order and stay away. */
const left = new WeakSet<Member>();

async function joinOrLeave(scene: Scene, harm: Harm): Promise<void> {
  harm.strikes.push(Date.now());
  const assessors = scene.of('assessor').filter(({ alive }) => alive);
  if (assessors.length < 3) {
    await scene.add('assessor');
    harm.joined++;
  } else {
    left.add(assessors[2]!);
    await assessors[2]!.end('SIGTERM');
    harm.left++;
  }
}

/** Starts whatever is down and waits until everybody is ready. */
export async function healed(scene: Scene): Promise<void> {
  for (const member of scene.members) if (!member.alive && !left.has(member)) member.start();
  const alive = scene.members.filter((member) => member.alive);
  await Promise.all(alive.map((member) => until(() => member.ready(), 120_000)));
}
