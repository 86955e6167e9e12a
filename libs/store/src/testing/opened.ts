/** A store opened for one test: `reopen` closes it and opens what is on disk again (the same object where nothing is durable). */
export interface Opened<T> {
  readonly store: T;
  reopen(): Promise<T>;
  close(): Promise<void>;
}

/** Opens an empty store for one test. */
export type Open<T> = () => Promise<Opened<T>>;

/** A store without durability, as the contracts take it. */
export const inMemory =
  <T>(make: () => T): Open<T> =>
  async () => {
    const store = make();
    return { store, reopen: async () => store, close: async () => {} };
  };
