/** Names are shared out in this many slots. */
export const SLOTS = 32;

/** A member of the group and the slots it holds when it joins. */
export interface Member {
  readonly id: string;
  readonly holds: readonly number[];
}

/** The slot of a name, the same in every process. */
export function slotOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  // The low bits of this hash alone are weak.
  return ((hash ^ (hash >>> 15)) >>> 0) % SLOTS;
}

/**
 * Which member gets which slots: evenly, and each keeps what it can. A slot that one member holds and another shall have goes to nobody
 * this time: the holder sees that it lost it, lets go and joins again. So no slot ever has two holders.
 */
export function shareOut(members: readonly Member[]): ReadonlyMap<string, readonly number[]> {
  const wanted = evenly(members);
  const heldByAnother = (slot: number, id: string) =>
    members.some((other) => other.id !== id && other.holds.includes(slot));
  return new Map(
    [...wanted].map(([id, slots]) => [id, slots.filter((slot) => !heldByAnother(slot, id)).sort((a, b) => a - b)]),
  );
}

function evenly(members: readonly Member[]): Map<string, number[]> {
  // Who holds most keeps the odd slot, so that as few as possible move.
  const inOrder = [...members].sort((a, b) => b.holds.length - a.holds.length || (a.id < b.id ? -1 : 1));
  const free = new Set(Array.from({ length: SLOTS }, (_, slot) => slot));
  const quota = (place: number) => Math.floor(SLOTS / members.length) + (place < SLOTS % members.length ? 1 : 0);
  const kept = inOrder.map(({ id, holds }, place) => {
    const slots = [...new Set(holds)].filter((slot) => free.has(slot)).slice(0, quota(place));
    slots.forEach((slot) => free.delete(slot));
    return [id, slots] as const;
  });
  kept.forEach(([, slots], place) => {
    for (const slot of [...free].slice(0, quota(place) - slots.length)) {
      slots.push(slot);
      free.delete(slot);
    }
  });
  return new Map(kept);
}
