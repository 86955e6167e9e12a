import { STAGES, type Stage } from '@barometer/notice';
import { isGivenUp, isUndelivered } from './deliveries.js';
import type { DeliveryRow } from './deliveries.js';

describe('a delivery', () => {
  const GROUPS: readonly { why: string; stages: readonly Stage[]; undelivered: boolean; givenUp: boolean }[] = [
    { why: 'somebody waits for it', stages: ['planned', 'attempted'], undelivered: true, givenUp: false },
    { why: 'nobody ever got it', stages: ['expired', 'refused', 'gone'], undelivered: true, givenUp: true },
    { why: 'it arrived', stages: ['accepted'], undelivered: false, givenUp: false },
    { why: 'it was not to be sent', stages: ['superseded', 'withheld'], undelivered: false, givenUp: false },
  ];

  it.each(GROUPS.flatMap(({ stages, ...is }) => stages.map((stage) => ({ stage, ...is }))))(
    '$stage: $why',
    ({ stage, undelivered, givenUp }) => {
      expect([isUndelivered({ stage } as DeliveryRow), isGivenUp({ stage })]).toEqual([undelivered, givenUp]);
    },
  );

  it('is at one of these stages and no other', () => {
    expect(GROUPS.flatMap(({ stages }) => stages).sort()).toEqual([...STAGES].sort());
  });
});
