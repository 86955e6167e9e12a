import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transition } from '@barometer/alert';
import { loadConfig, type Config } from '@barometer/config';
import { Desk, ENGINE } from '@barometer/desk';
import { readRevisions } from '@barometer/incident';
import type { Entry } from '@barometer/journal';
import { DAY, HOUR, iso, isoDate, parseInstant, type Instant } from '@barometer/time';

/** A feed that sees everything, and a rule that speaks when what it sees has stopped. */
const CONFIG = `version: 1
timezone: UTC
feeds:
  region: { datasets: [region], coverage: full, silentAfter: 48h }
sets:
  attacks: { kind: [attack] }
watches:
  area:
    title: Area
    rules:
      quiet:
        title: Attacks paused
        reading: { kind: lull, of: attacks }
        levels: { low: gap >= 5d and p < 0.01 }
        tone: easing
      many:
        title: Attacks in a fortnight
        reading: { kind: count, of: attacks, window: 14d }
        levels: { low: count >= 5 }
receivers:
  desk: { email: { to: [desk@example.org] } }
routes:
  - { to: desk }
`;
const START = parseInstant('2024-03-01T00:00:00Z').at;
/** Two attacks a day for a month, and then none. */
const LAST_ATTACK = START + 30 * DAY;
const SILENT_AFTER = 48 * HOUR;

const folder = mkdtempSync(join(tmpdir(), 'barometer-silence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What comes out when heartbeats go on until the given instant, and the journal for ten days after the last attack. */
function toldWhenHeartbeatsGoOnUntil(until: Instant): readonly Transition[] {
  const desk = new Desk();
  journal(until).forEach((entry, place) => desk.step(entry, place));
  return desk.takePending().map(({ transition }) => transition);
}

function journal(until: Instant): readonly Entry[] {
  const { hash, definition } = config();
  const timed: Entry[] = [];
  for (let at = START; at <= LAST_ATTACK; at += DAY / 2) timed.push(attack(at));
  for (let at = START; at <= until; at += HOUR) timed.push({ type: 'heartbeat', recorded: at, feed: 'region', at });
  for (let at = START; at <= LAST_ATTACK + 10 * DAY; at += HOUR) timed.push({ type: 'tick', recorded: at });
  const at = (entry: Entry) => (entry.type === 'config' ? -Infinity : entry.recorded);
  timed.sort((a, b) => at(a) - at(b));
  return [{ type: 'config', engine: ENGINE, hash, replaces: null, definition }, ...timed];
}

function attack(at: Instant): Entry {
  const text = JSON.stringify({
    ...{ dataset: 'region', recordId: `r-${at}`, kind: 'attack', country: 'IQ' },
    ...{ occurredFrom: iso(at), reportedAt: iso(at) },
  });
  const [revision] = readRevisions(text, {}, { now: at, mode: 'live' }).revisions;
  return { type: 'revision', recorded: at, revision: revision! };
}

function config(): Config {
  const file = join(folder, 'barometer.yaml');
  writeFileSync(file, CONFIG);
  const loaded = loadConfig(file);
  if (!loaded.config) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.config;
}

describe('a feed of full coverage whose reports stop', () => {
  it('with heartbeats going on is quiet: the lull is said, and nothing is silent', () => {
    const told = toldWhenHeartbeatsGoOnUntil(LAST_ATTACK + 10 * DAY);
    const lulls = told.filter(({ rule }) => rule === 'quiet');
    expect(lulls.map(({ transition, level }) => [transition, level])).toEqual([['raised', 'low']]);
    expect(isoDate(parseInstant(lulls[0]!.at).at)).toBe(isoDate(LAST_ATTACK + 5 * DAY));
    expect(lulls[0]).toMatchObject({ fields: { by: 'feeds' }, tone: 'easing' });
    expect(told.filter(({ watch }) => watch === 'barometer')).toEqual([]);
  });

  it('with heartbeats that stop for 48 h is blind: `feed silent` is said at that hour, and no lull', () => {
    const lastBeat = LAST_ATTACK + DAY;
    const told = toldWhenHeartbeatsGoOnUntil(lastBeat);
    expect(told.filter(({ rule }) => rule === 'quiet')).toEqual([]);
    const silent = told.filter(({ watch }) => watch === 'barometer');
    expect(silent.map(({ rule, series, transition }) => [rule, series, transition])).toEqual([
      ['feed silent', 'feed=region', 'raised'],
    ]);
    expect(silent[0]!.at).toBe(iso(lastBeat + SILENT_AFTER));
    expect(silent[0]!.coverage).toMatchObject([{ feed: 'region', state: 'silent' }]);
  });

  it('while it is silent keeps what is open open', () => {
    const released = (until: Instant) =>
      toldWhenHeartbeatsGoOnUntil(until).filter(({ rule, level }) => rule === 'many' && level === null);
    expect(released(LAST_ATTACK + DAY)).toEqual([]);
    const [one] = toldWhenHeartbeatsGoOnUntil(LAST_ATTACK + DAY).filter(({ rule }) => rule === 'many');
    expect(one).toMatchObject({ transition: 'raised', level: 'low' });
  });

  it('one hour less than 48 is not silence', () => {
    const told = toldWhenHeartbeatsGoOnUntil(LAST_ATTACK + 10 * DAY - SILENT_AFTER + HOUR);
    expect(told.filter(({ watch }) => watch === 'barometer')).toEqual([]);
  });
});
