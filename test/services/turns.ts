/** Lets everything that waits have its turn, so many times. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for a state in turns, not in time; a state that never comes fails. */
export async function settled(holds: () => boolean | Promise<boolean>, most = 20_000): Promise<void> {
  for (let i = 0; !(await holds()); i++) {
    if (i > most) throw new Error(`not so after ${most} turns: ${String(holds)}`);
    await turns(1);
  }
}
