import { jest } from '@jest/globals';
import type { Transition } from '@barometer/alert';
import { tower22, transitionOf } from '@barometer/notice/testing';
import { fakeLog } from '@barometer/store/testing';
import { iso } from '@barometer/time';
import { ToldCharts } from './told-chart.js';

const alert = (alertId: string, seq: number, change: Partial<Transition> = {}): Transition =>
  transitionOf({ alertId, seq, watchSeq: seq, evidence: [tower22(1)], ...change });
const logOf = async (transitions: readonly Transition[]) => {
  const log = fakeLog();
  const records = transitions.map((transition, place) => ({ transition, place, writer: 'a', writtenAt: iso(0) }));
  await log.append(records.map((record) => ({ key: record.transition.watch, value: JSON.stringify(record) })));
  return log;
};
const seqs = (told: readonly { readonly seq: number }[]) => told.map(({ seq }) => seq);

describe('what was told of an alert', () => {
  it('is what the log held up to a transition, once each, and only the first with its incidents', async () => {
    const told = [alert('A', 1), alert('B', 1), alert('A', 2), alert('A', 2), alert('A', 3)];
    const charts = new ToldCharts(await logOf(told));
    const of = await charts.toldBy(alert('A', 2));
    expect(seqs(of)).toEqual([1, 2]);
    expect(of.map(({ evidence }) => evidence.length)).toEqual([1, 0]);
  });

  it('is read once, whoever asks at the same time', async () => {
    const log = await logOf([alert('A', 1), alert('A', 2)]);
    const read = jest.spyOn(log, 'read');
    const charts = new ToldCharts(log);
    const all = await Promise.all([1, 2, 2].map((seq) => charts.toldBy(alert('A', seq))));
    expect(all.map(seqs)).toEqual([[1], [1, 2], [1, 2]]);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is forgotten of the alerts that ended first, and never of one that is open', async () => {
    const ended = ['B', 'C', 'D'].flatMap((id) => [alert(id, 1), alert(id, 2, { transition: 'resolved' })]);
    const charts = new ToldCharts(await logOf([alert('A', 1), ...ended, alert('A', 2)]), 2);
    const told = async (id: string, seq: number) => seqs(await charts.toldBy(alert(id, seq)));
    expect(await told('A', 2)).toEqual([1, 2]);
    expect([await told('B', 2), await told('C', 2), await told('D', 2)]).toEqual([[2], [1, 2], [1, 2]]);
  });

  it('begins where the log begins', async () => {
    const log = await logOf([alert('A', 1), alert('A', 2)]);
    log.lose(1);
    expect(seqs(await new ToldCharts(log).toldBy(alert('A', 2)))).toEqual([2]);
  });
});
