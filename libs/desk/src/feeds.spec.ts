import { encodeEntry } from '@barometer/journal';
import { fakeLog, fakeTable } from '@barometer/store/testing';
import { DAY, iso } from '@barometer/time';
import { Feeds } from './feeds.js';
import { Follower } from './run.js';
import { Snapshots } from './snapshots.js';
import { aDefinition, aRule, aWatch, packing, Story, type StoryOptions } from './testing/index.js';

const START = Date.UTC(2024, 0, 1);
const day = (n: number) => START + n * DAY;

const weekly = aRule({
  name: 'weekly',
  reading: { kind: 'count', of: 'attacks', window: '7d' },
  levels: { elevated: 'count >= 2' },
});
const attack = (at: number) => ({ recordId: `at-${at}`, occurredFrom: at, location: { country: 'IQ' } });
const definition = (feeds: readonly string[]) =>
  aDefinition([aWatch('iraq', [weekly])], {
    feeds: feeds.map((name) => ({ name, datasets: [name], coverage: 'full' as const, silentAfter: 2 * DAY })),
  });

/** Reports come as `test`; nothing ever comes as `mute`. */
const story = (options?: StoryOptions, feeds = ['mute', 'test']) => new Story(definition(feeds), options);
const silences = (told: Story, feed = 'mute') =>
  told.transitions.flatMap(({ series, transition, at }) => (series === `feed=${feed}` ? [`${transition} ${at}`] : []));
const raised = (at: number) => `raised ${iso(at)}`;
const resolved = (at: number) => `resolved ${iso(at)}`;

describe('a feed never heard', () => {
  it.each<[why: string, tell: (told: Story) => void, expected: readonly string[]]>([
    [
      'is waited for from the first live report of any feed',
      (told) => {
        told.report(attack(day(1)));
        told.tick(day(9));
      },
      [raised(day(3))],
    ],
    [
      'is waited for from the first heartbeat of any feed',
      (told) => {
        told.heartbeat('test', day(1));
        told.tick(day(9));
      },
      [raised(day(3))],
    ],
    [
      'is not waited for by ticks, which change nothing',
      (told) => {
        told.tick(day(1));
        told.tick(day(9));
      },
      [],
    ],
    [
      'is waited for once: what comes by other feeds does not put it off',
      (told) => {
        told.report(attack(day(1)));
        told.report(attack(day(2)));
        told.tick(day(9));
      },
      [raised(day(3))],
    ],
    [
      'is not silent if it begins in time, and then counts from its own sign',
      (told) => {
        told.report(attack(day(1)));
        told.heartbeat('mute', day(2));
        told.tick(day(9));
      },
      [raised(day(4))],
    ],
    [
      'ends its silence with its first sign',
      (told) => {
        told.report(attack(day(1)));
        told.heartbeat('mute', day(5));
        told.tick(day(6));
      },
      [raised(day(3)), resolved(day(5))],
    ],
    [
      'loses its alert with its place in the definition',
      (told) => {
        told.report(attack(day(1)));
        told.tick(day(5));
        told.configure(definition(['test']));
      },
      [raised(day(3)), resolved(day(5))],
    ],
  ])('%s', (_, tell, expected) => {
    const told = story();
    tell(told);
    expect(silences(told)).toEqual(expected);
  });

  it('of a later definition is waited for from the next live entry, whatever ticks come between', () => {
    const silentWith = (ticks: readonly number[]) => {
      const told = story({}, ['test']);
      told.report(attack(day(1)));
      ticks.forEach((at) => told.tick(at));
      told.configure(definition(['mute', 'test']));
      told.report(attack(day(10)));
      told.tick(day(20));
      return silences(told);
    };
    expect(silentWith([])).toEqual([raised(day(12))]);
    expect(silentWith([day(2), day(4)])).toEqual([raised(day(12))]);
  });

  it('is not waited for in history, but from the first live entry after it', () => {
    const told = story({ imported: true });
    told.report(attack(day(0)));
    told.report(attack(day(20)));
    told.tell({ type: 'import ended', recorded: day(20) });
    told.tick(day(40));
    expect(silences(told)).toEqual([]);
    told.heartbeat('test', day(50));
    told.tick(day(60));
    expect(silences(told)).toEqual([raised(day(52))]);
  });

  it('speaks for no time while it is waited for, and is blind from then on', () => {
    const told = story();
    told.report(attack(day(1)));
    expect(told.desk.feeds().find(({ feed }) => feed === 'mute')).toMatchObject({ state: 'unseen' });
    told.tick(day(9));
    const { coverage, fields } = told.transitions.find(({ series }) => series === 'feed=mute')!;
    expect(coverage).toMatchObject([{ feed: 'mute', state: 'silent', since: iso(day(1)) }]);
    expect(fields).toEqual({ silent: true, days: 2 });
  });

  it('shows in the metrics since when it is waited for', () => {
    const told = story();
    const sign = () => told.desk.signs().find(({ feed }) => feed === 'mute');
    expect(sign()).toEqual({ feed: 'mute' });
    told.report(attack(day(1)));
    expect(sign()).toEqual({ feed: 'mute', last: day(1), silentAfter: 2 * DAY });
    told.tick(day(9));
    expect(sign()).toEqual({ feed: 'mute', last: day(1), silentAfter: 2 * DAY });
  });

  it('falls silent at the same instant after a start from a snapshot taken at any place', async () => {
    const told = story();
    told.report(attack(day(1)));
    told.tick(day(2));
    told.tick(day(9));
    for (let cut = 1; cut < told.entries.length; cut++) {
      const journal = fakeLog();
      const table = fakeTable();
      for (const entry of told.entries.slice(0, cut)) await journal.append([{ value: encodeEntry(entry) }]);
      const before = new Follower({ journal });
      await before.catchUp();
      await before.save(new Snapshots(table, { packing }));
      for (const entry of told.entries.slice(cut)) await journal.append([{ value: encodeEntry(entry) }]);
      const after = new Follower({ journal });
      expect(await after.restore(new Snapshots(table, { packing }))).toEqual([]);
      await after.catchUp();
      const out = after.desk.takePending().map(({ transition: { series, at } }) => `${series} ${at}`);
      expect(out).toEqual([`feed=mute ${iso(day(3))}`, `feed=test ${iso(day(3))}`]);
    }
  });
});

describe('a heartbeat that comes late', () => {
  /** Recorded on one day, of another. */
  const beat = (told: Story, at: number, recorded: number) =>
    told.tell({ type: 'heartbeat', recorded: day(recorded), feed: 'test', at: day(at) });

  it.each<[why: string, beats: readonly (readonly [at: number, recorded: number])[], expected: readonly string[]]>([
    ['ends no silence when it is older than the feed may be quiet', [[3, 9]], [raised(day(2))]],
    ['ends it when it is not', [[8, 9]], [raised(day(2)), resolved(day(9)), raised(day(10))]],
    [
      'tells nothing with a whole backlog, but with the first of it that is of now',
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((at) => [at, 9] as const),
      [raised(day(2)), resolved(day(9)), raised(day(11))],
    ],
    [
      'counts from the time it speaks of, whatever came before it',
      [
        [3, 9],
        [2, 9],
        [8, 9.5],
      ],
      [raised(day(2)), resolved(day(9.5)), raised(day(10))],
    ],
  ])('%s', (_, beats, expected) => {
    const told = story({}, ['test']);
    told.heartbeat('test', day(0));
    for (const [at, recorded] of beats) beat(told, at, recorded);
    told.tick(day(20));
    expect(silences(told, 'test')).toEqual(expected);
  });

  it('of a time before a feed was waited for leaves its silence where it began', () => {
    const told = story();
    told.report(attack(day(1)));
    told.tick(day(5));
    const before = [told.desk.signs(), told.desk.feeds()];
    told.tell({ type: 'heartbeat', recorded: day(5), feed: 'mute', at: day(-9) });
    expect([told.desk.signs(), told.desk.feeds()]).toEqual(before);
    expect(silences(told)).toEqual([raised(day(3))]);
  });

  it('speaks for the time up to it where the feed was not quiet for too long before, else from it on', () => {
    const feeds = new Feeds();
    feeds.define(definition(['test']).feeds);
    const life = feeds.get('test')!;
    const sign = (at: number, now: number) => feeds.sign('test', { at: day(at), now: day(now), beat: true });
    sign(0, 0);
    feeds.fallSilent(life);
    expect([1, 2, 6, 7, 7, 6].map((at) => sign(at, 9.5))).toEqual([
      'late',
      'late',
      'late',
      'late',
      undefined,
      undefined,
    ]);
    expect(life).toMatchObject({ state: 'silent', since: day(7), last: day(7) });
    expect(life.alive).toEqual([
      { from: day(0), to: day(2) },
      { from: day(6), to: day(7) },
    ]);
    expect(life.silent).toEqual([{ from: day(2), to: day(6) }]);
  });
});
