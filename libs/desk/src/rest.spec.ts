import type { Transition } from '@barometer/alert';
import type { Entry } from '@barometer/journal';
import { DAY, HOUR } from '@barometer/time';
import fc from 'fast-check';
import { Desk } from './desk.js';
import { aDefinition, aRule, aWatch, configEntry, input, Story } from './testing/index.js';

const START = Date.UTC(2024, 0, 1);
const READING = { kind: 'count', of: 'attacks', window: '3d' };

/** A watch of counts with several windows and groupings; `also` joins every condition. */
function counting(also: string) {
  const rule = (name: string, window: string, by: 'country' | 'place' | undefined) =>
    aRule({
      name,
      reading: { ...READING, window },
      by: by ? [by] : [],
      levels: { elevated: `count >= 2${also}`, high: `count > 3${also}` },
      hold: name === 'c' ? 6 * HOUR : 0,
      update: { change: 0.5 },
    });
  return aDefinition([
    aWatch('w', [rule('a', '3d', 'country'), rule('b', '20d', 'country'), rule('c', '3d', undefined)]),
  ]);
}

function logOf(also: string, entries: readonly Entry[]): unknown[] {
  const desk = new Desk();
  [configEntry(counting(also)), ...entries].forEach((entry, place) => desk.step(entry, place));
  desk.advance(START + 400 * DAY);
  return desk.takePending().map(({ transition }) => essence(transition));
}

/** What does not name the definition, nor what a look at a due time adds. */
function essence(transition: Transition): unknown {
  const { at, rule, series, alertId, transition: what, level, reason, value, evidence, cause, group } = transition;
  return { at, rule, series, alertId, what, level, reason, value, evidence, cause, group };
}

describe('a series at rest', () => {
  it('makes no difference by not being kept', () => {
    fc.assert(
      fc.property(input, (entries) => {
        // A condition that could also come to hold by falling: then no series is ever left to its group.
        expect(logOf('', entries)).toEqual(logOf(' and count != 1000', entries));
      }),
      { numRuns: 150 },
    );
  });

  it('is told as it was last read, where a correction wakes it', () => {
    const story = new Story(aDefinition([aWatch('w', [aRule({ reading: READING, levels: { high: 'count >= 2' } })])]));
    const report = (recordId: string, revision: number, from: number, at: number) =>
      story.report({ recordId, incidentId: recordId, revision, occurredFrom: START + from * DAY }, START + at * DAY);
    report('a', 1, 30, 30);
    report('b', 1, 20, 31);
    expect(report('b', 2, 32, 32)).toMatchObject([
      { transition: 'raised', value: 2, before: { value: 1, fields: { count: 1 }, at: '2024-02-01T00:00:00.000Z' } },
    ]);
  });

  it('is found, listed and read like any other', () => {
    const { desk, ...story } = told();
    expect(story.transitions).toEqual([]);
    expect(desk.series('w', 'count')).toEqual(['country=IQ', 'country=SY']);
    expect(desk.read('w', 'count', 'country=SY')).toMatchObject({ value: 1 });
    expect(desk.explain('w', 'count', 'country=IQ')).toMatchObject({ level: null, reading: { value: 1 } });
  });
});

describe('an alert whose rule is grouped otherwise from now on', () => {
  it.each([
    { why: 'by another field', rule: { by: ['place'] as const, reading: READING } },
    { why: 'by none', rule: { reading: READING } },
    { why: 'by two', rule: { by: ['country', 'place'] as const, reading: READING } },
    {
      why: 'and split by value',
      rule: { reading: { kind: 'novelty', of: 'attacks', field: 'place' }, levels: { high: 'new' } },
    },
  ])('is resolved under its name: $why', ({ rule }) => {
    const story = told();
    story.report({ recordId: 'c', incidentId: 'c', occurredFrom: START, location: { country: 'IQ' } });
    const [raised] = story.transitions;
    const changed = aRule({ name: 'count', levels: { high: 'count >= 9' }, ...rule });
    const [resolved] = story.configure(aDefinition([aWatch('w', [changed])]));
    expect(resolved).toMatchObject({ transition: 'resolved', reason: 'rule changed', series: 'country=IQ' });
    expect(resolved!.alertId).toBe(raised!.alertId);
  });
});

function told(): Story {
  const rule = aRule({ reading: READING, by: ['country'], levels: { high: 'count >= 2' } });
  const story = new Story(aDefinition([aWatch('w', [rule])]));
  for (const [recordId, country] of [
    ['a', 'IQ'],
    ['b', 'SY'],
  ] as const)
    story.report({ recordId, incidentId: recordId, occurredFrom: START, location: { country } });
  return story;
}
