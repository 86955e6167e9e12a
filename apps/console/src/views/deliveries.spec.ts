import { STAGES, type DeliveryRow, type Stage } from '@barometer/notice';
import { isUndelivered } from './deliveries.js';

describe('a delivery', () => {
  it.each<{ why: string; stages: readonly Stage[]; undelivered: boolean }>([
    { why: 'somebody waits for it', stages: ['planned', 'attempted'], undelivered: true },
    { why: 'somebody never got it', stages: ['expired', 'refused', 'gone'], undelivered: true },
    { why: 'it arrived, or was never to be sent', stages: ['accepted', 'superseded', 'withheld'], undelivered: false },
  ])('counts as undelivered ($undelivered) where $why', ({ stages, undelivered }) => {
    for (const stage of stages)
      expect({ stage, is: isUndelivered({ stage } as DeliveryRow) }).toEqual({ stage, is: undelivered });
    expect(STAGES).toEqual(expect.arrayContaining([...stages]));
  });
});
