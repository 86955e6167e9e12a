import { Register, type RegisterOptions } from '../register.js';

/** The register as it goes on after a restart: all that is known of it is text. */
export function restarted(register: Register, options: RegisterOptions): Register {
  const next = new Register(options);
  for (const piece of register.pieces()) {
    const { outlines, body } = piece.take()();
    next.recall(outlines, () => body);
  }
  next.resume(JSON.parse(JSON.stringify({ counts: register.counts, conflicts: register.conflicts() })));
  return next;
}

/** All that a register would save of its records. */
export function savedOf(register: Register): unknown[] {
  return [...register.pieces()].map((piece) => piece.take()());
}
