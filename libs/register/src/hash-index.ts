const FIRST_SIZE = 1_024;

/**
 * Numbers by the hash of a text, several of one hash among them. A map of a million texts takes longer to make than everything else
 * of a start, most of it for texts that are never asked for.
 */
export class HashIndex {
  private readonly hashes: number[] = [];
  private readonly numbers: number[] = [];
  /** By hash, then on to the next free one: the place of an entry and one, or 0. */
  private slots = new Int32Array(FIRST_SIZE);

  get size(): number {
    return this.hashes.length;
  }

  add(hash: number, number: number): void {
    this.hashes.push(hash);
    this.numbers.push(number);
    if (this.hashes.length * 2 > this.slots.length) this.grow();
    else this.enter(this.hashes.length - 1);
  }

  /** What is picked of the first number of that hash of which anything is. */
  find<T>(hash: number, pick: (number: number) => T | undefined): T | undefined {
    const { slots, hashes, numbers } = this;
    const last = slots.length - 1;
    for (let slot = hash & last; slots[slot] !== 0; slot = (slot + 1) & last) {
      const entry = slots[slot]! - 1;
      const picked = hashes[entry] === hash ? pick(numbers[entry]!) : undefined;
      if (picked !== undefined) return picked;
    }
    return undefined;
  }

  private enter(entry: number): void {
    const { slots } = this;
    const last = slots.length - 1;
    let slot = this.hashes[entry]! & last;
    while (slots[slot] !== 0) slot = (slot + 1) & last;
    slots[slot] = entry + 1;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let entry = 0; entry < this.hashes.length; entry++) this.enter(entry);
  }
}
