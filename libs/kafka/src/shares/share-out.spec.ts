import fc from 'fast-check';
import { shareOut, SLOTS, slotOf, type Member } from './share-out.js';

const ALL = Array.from({ length: SLOTS }, (_, slot) => slot);

/** Joins again and again, as members do who lost a slot, until nobody loses one; answers what each holds after every round. */
function settle(members: readonly Member[]): (readonly Member[])[] {
  const rounds = [members];
  for (;;) {
    const before = rounds.at(-1)!;
    const shares = shareOut(before);
    const after = before.map(({ id }) => ({ id, holds: shares.get(id)! }));
    rounds.push(after);
    if (before.every(({ holds }, at) => holds.every((slot) => after[at]!.holds.includes(slot)))) return rounds;
  }
}

const holdersOf = (slot: number, members: readonly Member[]) => members.filter(({ holds }) => holds.includes(slot));

/** Members that hold some slots, no slot held twice. */
const members = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat({ max: 60 }), { minLength: SLOTS, maxLength: SLOTS }))
  .map(([count, owners]) =>
    Array.from({ length: count }, (_, at) => ({
      id: `member-${(at * 7) % count}-${at}`,
      holds: ALL.filter((slot) => owners[slot] === at),
    })),
  );

describe('sharing out slots', () => {
  it('never gives a slot to a member while another holds it', () => {
    fc.assert(
      fc.property(members, (all) => {
        const shares = shareOut(all);
        for (const slot of ALL) {
          const given = all.filter(({ id }) => shares.get(id)!.includes(slot));
          expect(given.length).toBeLessThanOrEqual(1);
          for (const holder of holdersOf(slot, all)) if (given[0]) expect(given[0].id).toBe(holder.id);
        }
      }),
    );
  });

  it('is even and complete after two rounds at most', () => {
    fc.assert(
      fc.property(members, (all) => {
        const rounds = settle(all);
        const settled = rounds.at(-1)!;
        expect(rounds.length).toBeLessThanOrEqual(3);
        expect(settled.flatMap(({ holds }) => holds).sort((a, b) => a - b)).toEqual(ALL);
        const sizes = settled.map(({ holds }) => holds.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('lets each member keep what it can', () => {
    fc.assert(
      fc.property(members, (all) => {
        const settled = settle(all).at(-1)!;
        all.forEach(({ holds }, at) => {
          const after = settled[at]!.holds;
          const kept = holds.filter((slot) => after.includes(slot));
          expect(kept).toHaveLength(Math.min(holds.length, after.length));
        });
      }),
    );
  });

  it('says the same whatever the order of the members', () => {
    fc.assert(
      fc.property(members, (all) => {
        expect([...shareOut([...all].reverse())].sort()).toEqual([...shareOut(all)].sort());
      }),
    );
  });

  it('takes members that claim the same slot', () => {
    const shares = shareOut([
      { id: 'a', holds: [1, 2] },
      { id: 'b', holds: [2, 3] },
    ]);
    expect([...shares.values()].flat()).not.toContain(2);
  });

  it('spreads names over every slot', () => {
    const slots = new Set(Array.from({ length: 1_000 }, (_, n) => slotOf(`watch-${n}`)));
    expect([...slots].sort((a, b) => a - b)).toEqual(ALL);
    expect(slotOf('us-forces')).toBe(slotOf('us-forces'));
  });
});
