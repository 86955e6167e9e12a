import { raisedTower22, transitionOf, tower22, updatedTower22 } from '@barometer/notice/testing';
import { readingChart } from '@barometer/chart';
import { toldData } from './told-data.js';

const SIZE = { theme: 'mail', width: 600, height: 240 } as const;
const surge = transitionOf({
  ...{ rule: 'surge', title: 'Attacks surging', value: 2, evidenceTotal: 2, level: 'high' },
  ...{ reading: { kind: 'surge', params: {}, of: 'attacks' }, fields: { count: 2, p: 0.001 } },
  threshold: { level: 'high', condition: 'p < 0.01 and count >= 2' },
  evidence: [tower22(1), { ...tower22(1), ref: 'fr-056.1', at: '2024-01-25T00:00:00.000Z' }],
});

describe('what was told of an alert, as a chart', () => {
  it('steps through the injured, and says each figure', () => {
    const data = toldData(updatedTower22(), [raisedTower22(), updatedTower22()]);
    expect(data.points.map(({ value }) => value)).toEqual([25, 40]);
    expect(data.unit).toBe('injured, as told: 25, then 40; killed: 3');
    expect(data.bands.map(({ level }) => level)).toEqual(['critical', 'critical']);
    expect(data.thresholds).toEqual([]);
  });

  it('says of a figure that nobody reported that nobody did', () => {
    const given = { ...raisedTower22(), fields: { killed: 0, killedBy: '', injured: 25 } };
    expect(toldData(given, [given]).unit).toBe('injured, as told: 25; killed: not reported');
  });

  it('shows how a count built up to its first value, with the threshold on it', () => {
    const data = toldData(surge, [surge]);
    expect(data.points.map(({ value }) => value)).toEqual([0, 1, 2, 2]);
    expect(data.thresholds).toEqual([{ level: 'high', value: 2, label: 'p < 0.01 and count >= 2' }]);
    expect(data.dots).toHaveLength(2);
  });

  it('invents no build-up where not every incident is at hand', () => {
    expect(toldData(surge, [{ ...surge, evidenceTotal: 9, value: 9 }]).points.map(({ value }) => value)).toEqual([9]);
  });

  it.each([
    [[], 'nothing told'],
    [[raisedTower22()], 'one point'],
    [[transitionOf({ evidence: [] })], 'no incident'],
  ])('can be drawn (%#)', (told, why) => {
    expect([readingChart(toldData(told[0] ?? raisedTower22(), told), SIZE).match(/NaN|undefined/), why]).toEqual([
      null,
      why,
    ]);
  });
});
