import { hasClosedSeries, seriesKeys, thresholdsOf } from './exported.js';
import type { RuleDefinition } from './rule.js';
import { parseCondition } from './threshold.js';

function rule(reading: Partial<RuleDefinition['reading']>, rungs: RuleDefinition['rungs'] = []): RuleDefinition {
  const whole = { kind: 'count', params: {}, by: [], ...reading };
  return { name: 'r', title: 'R', reading: whole, rungs, hold: 0, release: 0, tone: 'alarm' };
}

describe('series of a rule as labels', () => {
  it.each([
    { why: 'one series', reading: {}, keys: [], closed: true },
    { why: 'codes of countries', reading: { by: ['country'] as const }, keys: ['country'], closed: true },
    { why: 'two closed lists', reading: { by: ['tactic', 'kind'] as const }, keys: ['kind', 'tactic'], closed: true },
    { why: 'an incident each', reading: { by: ['incident'] as const }, keys: ['incident'], closed: false },
    {
      why: 'places are told',
      reading: { by: ['country', 'place'] as const },
      keys: ['country', 'place'],
      closed: false,
    },
    {
      why: 'the kind splits by what is closed',
      reading: { kind: 'novelty', params: { field: 'tactic' } },
      keys: ['tactic'],
      closed: true,
    },
    {
      why: 'the kind splits by what is open',
      reading: { kind: 'novelty', params: { field: 'perpetrator' } },
      keys: ['perpetrator'],
      closed: false,
    },
  ])('$why', ({ reading, keys, closed }) => {
    expect(seriesKeys(rule(reading))).toEqual(keys);
    expect(hasClosedSeries(rule(reading))).toBe(closed);
  });
});

const FIELDS = [
  { name: 'p', type: 'probability', unit: '', about: '' },
  { name: 'count', type: 'number', unit: '', about: '' },
  { name: 'new', type: 'boolean', unit: '', about: '' },
] as const;

describe('the thresholds of a rule', () => {
  const rung = (level: string, text: string) => {
    const condition = parseCondition(text, FIELDS);
    return { level, enter: condition, leave: condition };
  };

  it('are the numbers of its rungs', () => {
    const rungs = [rung('elevated', 'p < 0.01 and count >= 3'), rung('high', 'new and count >= 4')];
    expect(thresholdsOf(rule({}, rungs))).toEqual([
      { level: 'elevated', field: 'p', value: 0.01 },
      { level: 'elevated', field: 'count', value: 3 },
      { level: 'high', field: 'count', value: 4 },
    ]);
  });
});
