import type { Reading } from '@barometer/indicator';
import fc from 'fast-check';
import {
  atRest,
  climb,
  judge,
  ladderDue,
  levelOf,
  newLadder,
  parseCondition,
  reset,
  thaw,
  type RuleDefinition,
} from './index.js';

const COUNT = [{ name: 'count', type: 'number' as const, unit: '', about: '' }];
const HOUR = 3_600_000;

function rule(given: Partial<RuleDefinition> = {}): RuleDefinition {
  const rung = (level: string, least: number, leave = least) => ({
    level,
    enter: parseCondition(`count >= ${least}`, COUNT),
    leave: parseCondition(`count >= ${leave}`, COUNT),
  });
  return {
    name: 'r',
    title: 'r',
    reading: { kind: 'count', params: {}, by: [] },
    rungs: [rung('elevated', 2), rung('high', 4, 3)],
    hold: 0,
    release: 24 * HOUR,
    tone: 'alarm',
    ...given,
  };
}

function reading(count: number, known = true): Reading {
  return { known, value: count, fields: { count }, provisional: false, until: Infinity, from: 0 };
}

/** Feeds counts at hours and answers the level after each. */
function levels(
  r: RuleDefinition,
  steps: readonly (readonly [hour: number, count: number])[],
  frozen = false,
): number[] {
  const ladder = newLadder(r);
  return steps.map(([hour, count]) => {
    climb(ladder, r, reading(count), { at: hour * HOUR, frozen, changed: true });
    return levelOf(ladder);
  });
}

describe('the ladder', () => {
  it.each([
    { why: 'rises at once without hold, over several rungs', given: {}, steps: [[0, 4]], want: [1] },
    {
      why: 'waits for the hold',
      given: { hold: 6 * HOUR },
      steps: [
        [0, 2],
        [5, 2],
        [6, 2],
      ],
      want: [-1, -1, 0],
    },
    {
      why: 'starts the hold anew after a dip',
      given: { hold: 6 * HOUR },
      steps: [
        [0, 2],
        [5, 1],
        [6, 2],
        [11, 2],
        [12, 2],
      ],
      want: [-1, -1, -1, -1, 0],
    },
    {
      why: 'stays until the release has passed',
      given: {},
      steps: [
        [0, 2],
        [1, 0],
        [24, 0],
        [25, 0],
      ],
      want: [0, 0, 0, -1],
    },
    {
      why: 'forgets a fall that did not last',
      given: {},
      steps: [
        [0, 2],
        [1, 0],
        [20, 2],
        [44, 0],
        [67, 0],
        [68, 0],
      ],
      want: [0, 0, 0, 0, 0, -1],
    },
    {
      why: 'steps down a rung at a time where the rungs were left at different times',
      given: {},
      steps: [
        [0, 4],
        [1, 2],
        [10, 0],
        [25, 0],
        [34, 0],
      ],
      want: [1, 1, 1, 0, -1],
    },
    {
      why: 'stays on a rung between its leave and its enter',
      given: { release: 0 },
      steps: [
        [0, 4],
        [1, 3],
        [2, 2],
      ],
      want: [1, 1, 0],
    },
    { why: 'does not enter between leave and enter', given: { release: 0 }, steps: [[0, 3]], want: [0] },
    {
      why: 'leaves at once with release 0',
      given: { release: 0 },
      steps: [
        [0, 2],
        [1, 1],
      ],
      want: [0, -1],
    },
  ] as const)('$why', ({ given, steps, want }) => expect(levels(rule(given), steps)).toEqual(want));

  it('releases nothing while frozen because time has passed, even with release 0', () => {
    const now = rule({ release: 0 });
    const ladder = newLadder(now);
    reset(ladder, 0);
    climb(ladder, now, reading(0), { at: HOUR, frozen: true, changed: false });
    expect(levelOf(ladder)).toBe(0);
    climb(ladder, now, reading(0), { at: 2 * HOUR, frozen: true, changed: true });
    expect(levelOf(ladder)).toBe(-1);
  });

  it('releases nothing while frozen, but for what ends at once', () => {
    expect(
      levels(
        rule(),
        [
          [0, 2],
          [1, 0],
          [90, 0],
        ],
        true,
      ),
    ).toEqual([0, 0, 0]);
    expect(
      levels(
        rule({ release: 0 }),
        [
          [0, 2],
          [1, 0],
        ],
        true,
      ),
    ).toEqual([0, -1]);
  });

  it('neither rises nor falls on an unknown reading', () => {
    const r = rule({ release: 0 });
    const ladder = newLadder(r);
    climb(ladder, r, reading(4), { at: 0, frozen: false, changed: true });
    climb(ladder, r, reading(0, false), { at: 1, frozen: false, changed: true });
    expect(levelOf(ladder)).toBe(1);
    expect(judge(r, reading(9, false))).toBe(-1);
  });

  it('says when a hold or release ends', () => {
    const r = rule({ hold: 6 * HOUR });
    const ladder = newLadder(r);
    climb(ladder, r, reading(2), { at: HOUR, frozen: false, changed: true });
    expect(ladderDue(ladder, r, false)).toBe(7 * HOUR);
    reset(ladder, 0);
    climb(ladder, r, reading(0), { at: 8 * HOUR, frozen: false, changed: true });
    expect(ladderDue(ladder, r, false)).toBe(32 * HOUR);
    expect(ladderDue(ladder, r, true)).toBe(Infinity);
  });

  it('does not count the time of a silence towards a release', () => {
    const r = rule();
    const ladder = newLadder(r);
    reset(ladder, 0);
    climb(ladder, r, reading(0), { at: 0, frozen: false, changed: true });
    thaw(ladder, 10 * HOUR, 50 * HOUR);
    expect(ladderDue(ladder, r, false)).toBe(64 * HOUR);
  });

  it('agrees with a naive ladder that looks at the whole past', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 5 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.nat({ max: 12 }), fc.nat({ max: 30 }), (gaps, hold, release) => {
        const r = rule({ hold: hold * HOUR, release: release * HOUR });
        let hour = 0;
        const at = gaps.map(([gap, count]) => [(hour += gap), count] as const);
        expect(levels(r, at)).toEqual(at.map((_, i) => naiveLevel(at.slice(0, i + 1), hold, release)));
      }),
    );
  });

  it('is at rest only with nothing on and nothing pending', () => {
    const r = rule({ hold: HOUR });
    const ladder = newLadder(r);
    expect(atRest(ladder)).toBe(true);
    climb(ladder, r, reading(2), { at: 0, frozen: false, changed: true });
    expect(atRest(ladder)).toBe(false);
  });
});

/** Walks each rung through the whole past, looking back for how long its condition has held or not. */
function naiveLevel(steps: readonly (readonly [number, number])[], hold: number, release: number): number {
  let level = -1;
  [
    { enter: 2, leave: 2 },
    { enter: 4, leave: 3 },
  ].forEach(({ enter, leave }, rung) => {
    let on = false;
    let from = 0;
    steps.forEach(([hour], i) => {
      const against = (count: number) => (on ? count < leave : count >= enter);
      let first = i;
      while (first >= from && against(steps[first]![1])) first -= 1;
      if (first === i) return;
      if (hour - steps[first + 1]![0] < (on ? release : hold)) return;
      on = !on;
      from = i + 1;
    });
    if (on) level = rung;
  });
  return level;
}
