import { saidAbout, standingAttributions, standingClaims } from './statements.js';

describe('who is said to have done it', () => {
  it('leaves out claims taken back', () =>
    expect(
      standingClaims({
        claims: [
          { actorId: 'actor:b', at: 2 },
          { actorId: 'actor:a', at: 1 },
          { actorId: 'actor:c', at: 3, retractedAt: 4 },
        ],
      }).map(({ actorId }) => actorId),
    ).toEqual(['actor:a', 'actor:b']));

  it('keeps the newest attribution of each speaker to each actor, those withdrawn left out', () => {
    const attributions = [
      { actorId: 'actor:x', by: 'sdf', at: 1, status: 'stated' },
      { actorId: 'actor:x', by: 'sdf', at: 2, status: 'withdrawn' },
      { actorId: 'actor:y', by: 'sdf', at: 2, status: 'preliminary' },
      { actorId: 'actor:y', by: 'sdf', at: 3, status: 'formal' },
      { actorId: 'actor:y', by: 'us_dod', at: 2, status: 'stated' },
    ] as const;
    expect(standingAttributions({ attributions }).map(({ by, status }) => `${by} ${status}`)).toEqual([
      'us_dod stated',
      'sdf formal',
    ]);
  });

  it('tells claims, attributions and denials in order, each as what it is', () =>
    expect(
      saidAbout({
        claims: [{ actorId: 'actor:a', at: 3 }],
        attributions: [{ actorId: 'actor:a', by: 'us_dod', at: 1, status: 'stated' }],
        denials: [{ by: 'actor:iran-gov', at: 2 }],
      }).map(({ type }) => type),
    ).toEqual(['attribution', 'denial', 'claim']));
});
