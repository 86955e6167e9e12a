import { RELATIONS } from './data/relations.js';
import { relationsOf, shippedActor } from './index.js';

const IRI = 'actor:islamic-resistance-in-iraq';

/** `other end, kind, claimant` of each relation. */
function said(actorId: string, at: number): readonly string[] {
  return relationsOf(actorId, at).map(
    ({ from, to, relation, by }) => `${from === actorId ? to : from} ${relation} ${by}`,
  );
}

describe('relations', () => {
  it.each([
    {
      why: 'a relation is seen from its lower end',
      actor: 'actor:kataib-hezbollah',
      at: Date.UTC(2024, 0, 28),
      has: `${IRI} umbrella_of actor:usa-gov`,
    },
    {
      why: 'and from its upper end',
      actor: IRI,
      at: Date.UTC(2024, 0, 28),
      has: 'actor:kataib-hezbollah umbrella_of actor:usa-gov',
    },
    {
      why: 'it holds on its first day',
      actor: 'actor:nujaba',
      at: Date.UTC(2019, 2, 5),
      has: 'actor:irgc-qf sponsored_by actor:usa-gov',
    },
    {
      why: 'an undated one holds at any time',
      actor: 'actor:houthi',
      at: Date.UTC(1990, 0),
      has: 'actor:iran-gov sponsored_by actor:usa-gov',
    },
  ])('$why', ({ actor, at, has }) => expect(said(actor, at)).toContain(has));

  it.each([
    { why: 'before the name was used', actor: IRI, at: Date.UTC(2023, 9, 16) },
    { why: 'once the government was gone', actor: 'actor:syrian-regime-backed', at: Date.UTC(2024, 11, 8) },
    { why: 'for an unknown actor', actor: 'actor:nobody', at: Date.UTC(2024, 0) },
  ])('has nothing to say $why', ({ actor, at }) => expect(said(actor, at)).toEqual([]));

  it('names only actors that are known, and each relation once', () => {
    for (const { from, to, by } of RELATIONS) for (const id of [from, to, by]) expect(shippedActor(id)?.id).toBe(id);
    const keys = RELATIONS.map(({ from, relation, to, by }) => [from, relation, to, by].join());
    expect(new Set(keys).size).toBe(keys.length);
  });
});
