import type { Transition } from '@barometer/alert';
import type { Act } from '@barometer/journal';
import { HOUR, iso } from '@barometer/time';
import fc from 'fast-check';
import { digestsDue, nextDigest } from './digest.js';
import { planGroup, type Policy } from './plan.js';
import { newPlan, takeAct, type PlanState } from './state.js';
import { endSilences, nextSilenceEnd, stillOpen } from './still-open.js';
import { sampleNames, sampleReceivers, sampleRoutes, transitionOf } from '../testing/index.js';
import { threadOf } from './thread.js';

const NOW = Date.parse('2024-01-28T12:00:07.000Z');
const policy: Policy = {
  ...{ routes: sampleRoutes, receivers: sampleReceivers, timezone: 'Asia/Baghdad', names: sampleNames },
  ...{ domain: 'barometer.example.org', takesHistory: () => false },
};
const plan = (state: PlanState, transitions: readonly Transition[], change: Partial<Policy> = {}) =>
  planGroup(
    state,
    transitions.map((transition, i) => ({ transition, offset: i, place: 0 })),
    { ...policy, ...change },
  );
const desk = (state: PlanState, transitions: readonly Transition[]) =>
  plan(state, transitions).find(({ notice }) => notice.receiver === 'desk')!;
const act = (state: PlanState, what: Act) => takeAct(state, { type: 'act', recorded: NOW, wall: NOW, act: what });
const silence = (change: object = {}): Act => ({
  ...{
    kind: 'silence' as const,
    id: 's',
    matchers: { watch: ['us-forces'] },
    reason: 'drill',
    by: 'ana',
    from: NOW - HOUR,
    until: NOW + HOUR,
  },
  ...change,
});
const a = (change: Partial<Transition> = {}) => transitionOf({ alertId: 'A', rule: 'a', ...change });
const b = (change: Partial<Transition> = {}) => transitionOf({ alertId: 'B', rule: 'b', ...change });
const up = (change: Partial<Transition>) => ({ seq: 2, transition: 'upgraded' as const, previous: 'high', ...change });

describe('a plan', () => {
  it('makes one notice a receiver of a group, the highest level first, ties by rule name', () => {
    const notices = plan(newPlan(), [
      b({ level: 'high' }),
      a({ level: 'high' }),
      transitionOf({ alertId: 'C', rule: 'z' }),
    ]);
    expect(notices.map(({ notice }) => notice.receiver)).toEqual(['phone', 'desk']);
    expect(notices[0]!.notice.transitions.map(({ rule }) => rule)).toEqual(['z', 'a', 'b']);
  });

  it('names a notice by receiver, watch, cause and alerts alone', () => {
    const [first, second] = [
      plan(newPlan(), [a()]),
      plan(newPlan(), [a({ at: '2024-01-28T13:00:00.000Z', hash: 'other' })]),
    ];
    expect(first.map(({ notice }) => notice.id)).toEqual(second.map(({ notice }) => notice.id));
    expect(new Set(first.map(({ notice }) => notice.id)).size).toBe(2);
    expect(desk(newPlan(), [a({ cause: 'another' })]).notice.id).not.toBe(desk(newPlan(), [a()]).notice.id);
  });

  it('shares a thread among alerts first told together, and lists the others’ first messages', () => {
    const state = newPlan();
    const together = desk(state, [a({ level: 'high' }), b({ level: 'high' })]);
    const alone = desk(state, [transitionOf({ alertId: 'C', rule: 'c', level: 'high', cause: 'second' })]);
    const next = desk(state, [
      b(up({ level: 'critical', cause: 'third' })),
      a(up({ level: 'critical', cause: 'third' })),
      transitionOf({ alertId: 'C', rule: 'c', ...up({ level: 'critical', cause: 'third' }) }),
    ]);
    expect(next.links.root!.notice).toBe(together.notice.id);
    expect(next.links.others.map(({ notice }) => notice)).toEqual([alone.notice.id]);
    const thread = threadOf(next.notice.id, 'x@y', next.links, 'd.org');
    expect(thread.references).toHaveLength(2);
    expect(thread.references[0]).toBe(thread.inReplyTo);
    expect(thread.inReplyTo).toBe(
      threadOf(together.notice.id, 'x@y', together.links, 'barometer.example.org').messageId,
    );
  });

  it('starts a thread for a new highest alert and refers to the older ones', () => {
    const state = newPlan();
    const first = desk(state, [a({ level: 'high' })]);
    const next = desk(state, [a({ ...up({ level: 'high', transition: 'updated', cause: 'x' }) }), b({ cause: 'x' })]);
    expect(next.links.root).toBeUndefined();
    expect(next.links.others.map(({ notice }) => notice)).toEqual([first.notice.id]);
  });

  it('forgets an alert that ended', () => {
    const state = newPlan();
    plan(state, [a()]);
    plan(state, [a({ seq: 2, transition: 'resolved', level: null, previous: 'critical' })]);
    expect(state.alerts.size).toBe(0);
  });

  it('tells an end at once to whom the alert was told at its height, however low it had sunk', () => {
    const state = newPlan();
    plan(state, [a({ level: 'critical' })]);
    plan(state, [a({ seq: 2, transition: 'downgraded', level: 'low', previous: 'critical' })]);
    plan(state, [a({ seq: 3, transition: 'updated', level: 'low', previous: 'low' })]);
    const end = desk(state, [a({ seq: 4, transition: 'resolved', level: null, previous: 'low' })]);
    expect(end.notice.transitions.map(({ transition }) => transition)).toEqual(['resolved']);
  });

  it('keeps the subject while the level is and settles it anew with the level', () => {
    const state = newPlan();
    plan(state, [a({ level: 'high', series: 'all', title: 'First words' })]);
    plan(state, [
      a({ level: 'high', series: 'all', title: 'Other words', transition: 'updated', previous: 'high', seq: 2 }),
    ]);
    expect(state.alerts.get('A')!.about).toContain('first words');
    plan(state, [
      a({ level: 'critical', series: 'all', title: 'Other words', transition: 'upgraded', previous: 'high', seq: 3 }),
    ]);
    expect(state.alerts.get('A')!.about).toContain('other words');
  });

  it('plans history as withheld, without a thread, for all that do not take it', () => {
    const state = newPlan();
    const notices = plan(state, [a({ history: true })], { takesHistory: (receiver) => receiver === 'desk' });
    expect(notices.map(({ notice, withheld }) => [notice.receiver, withheld])).toEqual([
      ['phone', 'history'],
      ['desk', undefined],
    ]);
    expect(Object.keys(state.alerts.get('A')!.roots)).toEqual(['desk']);
    expect(endSilences(state, NOW, policy)).toEqual([]);
  });

  it('tells each receiver once what is still open, by its routes', () => {
    const state = newPlan();
    plan(state, [a({ history: true, level: 'high' }), b({ history: true, level: 'low' })]);
    const open = stillOpen(state, NOW, policy);
    expect(
      open.map(({ notice }) => [notice.receiver, notice.kind, notice.transitions.map(({ alertId }) => alertId)]),
    ).toEqual([
      ['phone', 'still open', ['A']],
      ['desk', 'still open', ['A', 'B']],
    ]);
    expect(stillOpen(newPlan(), NOW, policy)).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('is shown and holds nothing back', () => {
    const state = newPlan();
    plan(state, [a()]);
    act(state, { kind: 'acknowledge', alertId: 'A', by: 'ana', note: 'on it' });
    const next = desk(state, [a({ seq: 2, transition: 'updated', previous: 'critical' })]);
    expect(next.withheld).toBeUndefined();
    expect(next.known.get('A')!.ack).toEqual({ by: 'ana', at: iso(NOW), note: 'on it' });
  });
});

describe('a silence', () => {
  const held = (state: PlanState, transition: Transition) => desk(state, [transition]).withheld !== undefined;
  const again = (change: Partial<Transition>): Partial<Transition> => ({
    seq: 2,
    transition: 'updated',
    previous: 'high',
    level: 'high',
    ...change,
  });

  it.each<{ why: string; before: Transition[]; matchers?: object; next: Transition; held: boolean }>([
    { why: 'holds an update of an open alert', before: [a({ level: 'high' })], next: a(again({})), held: true },
    { why: 'lets a rise through', before: [a({ level: 'high' })], next: a(up({ level: 'critical' })), held: false },
    {
      why: 'holds an end',
      before: [a({ level: 'high' })],
      next: a(again({ transition: 'resolved', level: null })),
      held: true,
    },
    {
      why: 'holds an alert that opens no higher than those it was set for',
      before: [a({ level: 'high' })],
      next: b({ level: 'high' }),
      held: true,
    },
    {
      why: 'lets one through that opens higher',
      before: [a({ level: 'high' })],
      next: b({ level: 'critical' }),
      held: false,
    },
    { why: 'set ahead of all, holds what opens', before: [], next: b({ level: 'critical' }), held: true },
    { why: 'holds nothing that it does not match', before: [], matchers: { rule: ['a'] }, next: b(), held: false },
    { why: 'needs every field to match', before: [], matchers: { rule: ['b'], series: ['x'] }, next: b(), held: false },
    {
      why: 'with a field nobody knows matches nothing',
      before: [],
      matchers: { constructor: ['b'] },
      next: b(),
      held: false,
    },
    { why: 'is over at its end', before: [], next: b({ at: iso(NOW + HOUR) }), held: false },
    { why: 'holds up to its end', before: [], next: b({ at: iso(NOW + HOUR - 1) }), held: true },
    { why: 'holds from its start', before: [], next: b({ at: iso(NOW - HOUR) }), held: true },
    { why: 'has not begun before its start', before: [], next: b({ at: iso(NOW - HOUR - 1) }), held: false },
  ])('$why', ({ before, matchers, next, held: expected }) => {
    const state = newPlan();
    for (const transition of before) plan(state, [transition]);
    act(state, silence(matchers ? { matchers } : {}));
    expect(held(state, next)).toBe(expected);
  });

  it('has no more say over an alert that broke through', () => {
    const state = newPlan();
    plan(state, [a({ level: 'high' })]);
    act(state, silence());
    plan(state, [a(up({ level: 'critical' }))]);
    expect(held(state, a({ seq: 3, transition: 'updated', previous: 'critical' }))).toBe(false);
  });

  it('set ahead lets a later rise of what it held through', () => {
    const state = newPlan();
    act(state, silence());
    expect(held(state, a({ level: 'high' }))).toBe(true);
    expect(held(state, a(up({ level: 'critical' })))).toBe(false);
  });

  it('at its end leads to one notice of what was held and is open', () => {
    const state = newPlan();
    act(state, silence());
    plan(state, [a({ level: 'high' }), b({ level: 'high' })]);
    plan(state, [b(again({ transition: 'resolved', level: null }))]);
    expect(nextSilenceEnd(state)).toBe(NOW + HOUR);
    const told = endSilences(state, NOW + HOUR, policy);
    expect(told.map(({ notice }) => [notice.receiver, notice.transitions.map(({ alertId }) => alertId)])).toEqual([
      ['phone', ['A']],
      ['desk', ['A']],
    ]);
    expect(endSilences(state, NOW + HOUR, policy)).toEqual([]);
  });

  it('ended early counts no more', () => {
    const state = newPlan();
    act(state, silence());
    act(state, { kind: 'end silence', id: 's', by: 'ana' });
    expect(held(state, a())).toBe(false);
  });
});

describe('a digest', () => {
  it('gathers low news until the hour in the zone, even silenced news, and stands alone', () => {
    const state = newPlan();
    act(state, silence());
    expect(plan(state, [a({ level: 'low' })])).toEqual([]);
    plan(state, [b({ level: 'elevated' })]);
    expect(iso(nextDigest(state))).toBe('2024-01-29T04:00:00.000Z');
    expect(digestsDue(state, nextDigest(state) - 1, policy)).toEqual([]);
    const [digest] = digestsDue(state, nextDigest(state), policy);
    expect(digest!.notice).toMatchObject({ receiver: 'desk', kind: 'daily', history: false });
    expect(digest!.notice.transitions).toHaveLength(2);
    expect(digest!.links).toEqual({ others: [] });
    expect(nextDigest(state)).toBe(Infinity);
  });
});

describe('over any order of levels', () => {
  it('every transition that a route names is in exactly one notice for its receiver', () => {
    const levels = fc.constantFrom('low', 'elevated', 'high', 'critical');
    fc.assert(
      fc.property(fc.array(levels, { minLength: 1, maxLength: 20 }), (path) => {
        const state = newPlan();
        let previous: string | null = null;
        const told: Transition[] = [];
        path.forEach((level, i) => {
          const transition = transitionOf({
            seq: i + 1,
            level,
            previous,
            transition: previous === null ? 'raised' : 'updated',
            cause: String(i),
          });
          told.push(
            ...plan(state, [transition])
              .filter(({ notice }) => notice.receiver === 'desk')
              .flatMap(({ notice }) => notice.transitions),
          );
          previous = level;
        });
        told.push(...digestsDue(state, Infinity, policy).flatMap(({ notice }) => notice.transitions));
        expect(told.map(({ seq }) => seq).sort((x, y) => x - y)).toEqual(path.map((_, i) => i + 1));
      }),
    );
  });
});
