import type { Transition } from '@barometer/alert';
import { fakeLog } from '@barometer/store/testing';
import { toldAlerts } from './told.js';

const told = (alertId: string, seq: number) => {
  const transition = { alertId, seq, level: 'low', ladder: ['low'] } as unknown as Transition;
  return { value: JSON.stringify({ transition, place: 0, writer: 'test', writtenAt: '' }) };
};

describe('what was told', () => {
  it('is what the alert log still holds, where its start was lost', async () => {
    const alerts = fakeLog();
    await alerts.append([told('a', 1), told('b', 1), told('b', 2), told('b', 2)]);
    alerts.lose(1);
    expect((await toldAlerts(alerts)).map(({ first, told }) => [first.alertId, told])).toEqual([['b', 2]]);
  });
});
