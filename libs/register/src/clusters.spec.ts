import { createGazetteer } from '@barometer/gazetteer';
import type { Incident, Link, Revision, Tactic } from '@barometer/incident';
import { incidentId } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { DAY } from '@barometer/time';
import fc from 'fast-check';
import { Register } from './index.js';
import { restarted, savedOf } from './testing/restart.js';

const options = { gazetteer: createGazetteer({}), grades: { us_dod: 'A', sohr: 'C' } as const };
const START = Date.UTC(2024, 0, 28);
const RUNS = process.env['SOAK'] ? 20_000 : 500;
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  'Tower 22': ['Tower 22', 'tower-22'],
  'K-1 base': ['K-1 base', 'K1'],
};

/** What a test says of a report, in a small world where much coincides. */
interface Said {
  readonly dataset: 'a' | 'b' | 'c';
  readonly record: number;
  readonly revision: number;
  readonly retracted: boolean;
  readonly day: number;
  readonly place: string;
  readonly spelling: number;
  readonly target: string | undefined;
  readonly perpetrator: string | undefined;
  readonly tactics: readonly Tactic[];
  readonly duplicates: readonly { readonly dataset: string; readonly record: number; readonly asserted: boolean }[];
  readonly reportedAt: number;
  readonly injured: number;
}

const named = { dataset: fc.constantFrom('a', 'b', 'c'), record: fc.nat({ max: 3 }) } as const;
const said: fc.Arbitrary<Said> = fc.record({
  ...named,
  revision: fc.integer({ min: 1, max: 4 }),
  retracted: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  day: fc.constantFrom(0, 0, 0, 1),
  place: fc.constantFrom('Tower 22', 'Tower 22', 'K-1 base'),
  spelling: fc.nat({ max: 1 }),
  target: fc.constantFrom('US forces', 'US forces', 'actor:usa-mil', undefined),
  perpetrator: fc.constantFrom(undefined, undefined, undefined, 'Kataib Hezbollah', 'Houthis'),
  tactics: fc.constantFrom<readonly Tactic[]>(['rocket'], ['rocket'], ['one_way_drone'], ['unknown'], []),
  duplicates: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.record({ ...named, asserted: fc.boolean() }), { maxLength: 2 }) },
  ),
  reportedAt: fc.nat({ max: 20 }),
  injured: fc.nat({ max: 3 }),
});

const once = fc.uniqueArray(said, { maxLength: 30, selector: (s) => `${s.dataset} ${s.record} ${s.revision}` });

function revisionOf(s: Said): Revision {
  const reportedAt = START + s.reportedAt;
  return aRevision({
    dataset: s.dataset,
    recordId: `${s.record}`,
    incidentId: idOf(s),
    revision: s.revision,
    status: s.retracted ? 'retracted' : 'reported',
    occurredFrom: START + s.day * DAY,
    reportedAt,
    location: { country: s.place === 'Tower 22' ? 'JO' : 'IQ', place: SPELLINGS[s.place]![s.spelling]! },
    actors: [
      ...(s.target === undefined ? [] : [{ name: s.target, role: 'target' as const }]),
      ...(s.perpetrator === undefined ? [] : [{ name: s.perpetrator, role: 'perpetrator' as const }]),
    ],
    tactics: s.tactics,
    munitions: s.injured === 1 ? [{ type: 'rocket', launched: { best: s.record } }] : [],
    casualties: s.injured === 0 ? [] : [report(s, reportedAt)],
    links: s.duplicates.map(linkTo),
  });
}

function report(s: Said, reportedAt: number): Revision['casualties'][number] {
  const reporter = s.injured === 2 ? 'us_dod' : 'sohr';
  return { side: 'target_forces', injured: { best: s.injured }, reporter, reportedAt, isClaim: false };
}

function linkTo({ dataset, record, asserted }: Said['duplicates'][number]): Link {
  const recordId = `${record}`;
  const confidence = asserted ? 'asserted' : 'likely';
  return { type: 'duplicates', incidentId: incidentId(dataset, recordId), dataset, recordId, confidence };
}

function idOf({ dataset, record }: Pick<Said, 'dataset' | 'record'>): string {
  return incidentId(dataset, `${record}`);
}

/** Which records are one incident, worked out from scratch from the newest saying of each. */
function naiveClusters(sayings: readonly Said[]): readonly (readonly Said[])[] {
  const newest = new Map<string, Said>();
  for (const s of sayings) if (s.revision > (newest.get(idOf(s))?.revision ?? 0)) newest.set(idOf(s), s);
  const standing = [...newest.values()].filter((s) => !s.retracted);
  const assertions = (a: Said, b: Said): boolean => names(a, b) || names(b, a);
  const twins = naiveTwins(standing);
  const areTwins = (a: Said, b: Said): boolean => twins.some((group) => group.includes(a) && group.includes(b));
  return flood(standing, (a, b) => assertions(a, b) || areTwins(a, b)).flatMap((whole) => {
    const parts = flood(whole, assertions);
    const apart = parts.some((part, i) => parts.slice(i + 1).some((other) => forbidden(part, other)));
    return apart ? parts : [whole];
  });
}

function forbidden(part: readonly Said[], other: readonly Said[]): boolean {
  return part.some((a) => other.some((b) => a.dataset === b.dataset || opposed(tacticOf(a), tacticOf(b))));
}

function names(a: Said, b: Said): boolean {
  return a.duplicates.some((d) => d.asserted && d.dataset === b.dataset && d.record === b.record);
}

function naiveTwins(standing: readonly Said[]): readonly (readonly Said[])[] {
  const buckets = flood(standing, (a, b) => bucketOf(a) !== undefined && bucketOf(a) === bucketOf(b));
  return buckets
    .flatMap((bucket) => flood(bucket, couldBeOne))
    .flatMap((group) => {
      const pairs = group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const));
      if (pairs.every(([a, b]) => a.dataset !== b.dataset && couldBeOne(a, b))) return [group];
      const alike = (a: Said, b: Said): boolean => tacticOf(a) === tacticOf(b) && a.perpetrator === b.perpetrator;
      const precise = flood(
        group.filter((s) => tacticOf(s) !== undefined),
        alike,
      );
      return precise.filter((same) => new Set(same.map((s) => s.dataset)).size === same.length);
    });
}

function bucketOf(s: Said): string | undefined {
  if (s.target === undefined && s.perpetrator === undefined) return undefined;
  const side = s.target === undefined ? `by ${s.perpetrator}` : 'US';
  return [s.day, s.place, side].join();
}

function couldBeOne(a: Said, b: Said): boolean {
  return !opposed(tacticOf(a), tacticOf(b)) && !opposed(a.perpetrator, b.perpetrator);
}

function opposed(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function tacticOf(s: Said): Tactic | undefined {
  return s.tactics.find((tactic) => tactic !== 'unknown');
}

function flood<T>(all: readonly T[], joined: (a: T, b: T) => boolean): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (const one of all) {
    const touching = groups.filter((group) => group.some((member) => joined(one, member)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([...touching.flat(), one]);
  }
  return groups;
}

function fed(revisions: Iterable<Revision>): Register {
  const register = new Register(options);
  for (const revision of revisions) register.apply(revision);
  return register;
}

function byId(register: Register): readonly Incident[] {
  return [...register.incidents()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function membership(clusters: Iterable<readonly string[]>): readonly string[] {
  return [...clusters].map((ids) => [...ids].sort().join(' ')).sort();
}

describe('clusters', () => {
  it('are those that a fresh look at the newest revisions gives', () => {
    fc.assert(
      fc.property(once, (sayings) => {
        const register = fed(sayings.map(revisionOf));
        const expected = membership(naiveClusters(sayings).map((cluster) => cluster.map(idOf)));
        expect(membership([...register.incidents()].map((incident) => incident.members))).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are named by the member reported first', () => {
    fc.assert(
      fc.property(once, (sayings) => {
        const first = new Map<string, number>();
        for (const s of sayings) first.set(idOf(s), Math.min(s.reportedAt, first.get(idOf(s)) ?? Infinity));
        for (const { id, members } of fed(sayings.map(revisionOf)).incidents()) {
          const ranked = [...members].sort((a, b) => first.get(a)! - first.get(b)! || (a < b ? -1 : 1));
          expect(members).toEqual(ranked);
          expect(id).toBe(ranked[0]);
        }
      }),
    );
  });

  it('do not depend on order, repetition or delay', () => {
    const twoOrders = once.chain((sayings) =>
      fc.tuple(fc.constant(sayings), fc.shuffledSubarray([...sayings, ...sayings], { minLength: sayings.length * 2 })),
    );
    fc.assert(
      fc.property(twoOrders, ([sayings, shuffled]) => {
        expect(byId(fed(shuffled.map(revisionOf)))).toEqual(byId(fed(sayings.map(revisionOf))));
      }),
      { numRuns: 500 },
    );
  });

  it('have the same members, facets and casualties when older revisions never arrived', () => {
    fc.assert(
      fc.property(once, (sayings) => {
        const whole = fed(sayings.map(revisionOf));
        const newest = sayings.filter((s) => !sayings.some((t) => idOf(t) === idOf(s) && t.revision > s.revision));
        const view = (register: Register) =>
          [...register.incidents()]
            .map(({ members, facets, casualties }) => ({ members: [...members].sort(), facets, casualties }))
            .sort((a, b) => (a.members[0]! < b.members[0]! ? -1 : 1));
        expect(view(fed(newest.map(revisionOf)))).toEqual(view(whole));
      }),
    );
  });
});

/** Its fields alone: a revision read back from its line is another class. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('changes', () => {
  it('turn the incidents before into those after, whatever comes', () => {
    const any = fc.array(fc.tuple(said, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(any, (sayings) => {
        const register = new Register(options);
        const standing = new Set<Incident>();
        for (const [s] of sayings) {
          for (const { before, after } of register.apply(revisionOf(s)).changes) {
            expect(before ?? after).toBeDefined();
            if (before !== undefined) expect(standing.delete(before)).toBe(true);
            if (after !== undefined) expect(standing.has(after)).toBe(false);
            if (after !== undefined) standing.add(after);
          }
          expect(new Set(register.incidents())).toEqual(standing);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('go on as before after restarts at any point, whoever is asked for between them', () => {
    const day = fc.record({
      said,
      asked: fc.option(fc.record(named)),
      restart: fc.nat({ max: 3 }).map((n) => n === 0),
    });
    fc.assert(
      fc.property(fc.array(day, { maxLength: 40 }), (days) => {
        const whole = new Register(options);
        let other = whole;
        for (const { said: s, asked, restart } of days) {
          if (restart) other = restarted(other, options);
          if (asked) {
            const id = idOf(asked);
            expect(plain([other.incident(id)])).toEqual(plain([whole.incident(id)]));
          }
          const applied = whole.apply(revisionOf(s));
          if (other !== whole) expect(plain(other.apply(revisionOf(s)))).toEqual(plain(applied));
        }
        expect(savedOf(other)).toEqual(savedOf(whole));
        expect(plain([...restarted(other, options).incidents()])).toEqual(plain([...whole.incidents()]));
        expect(other.counts).toEqual(whole.counts);
      }),
      { numRuns: RUNS },
    );
  });
});
