import type { Shares } from '../shares.js';
import type { Open, Opened } from './opened.js';

/** What every adapter of `Shares` keeps for a process that is alone. */
export function sharesContract(name: string, open: Open<Shares>): void {
  describe(`${name} is shares`, () => {
    let opened: Opened<Shares>;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    it('owns every name when alone, and takes part', () => {
      expect(opened.store.takesPart()).toBe(true);
      for (const name of ['us-forces', 'barometer', '', '__proto__']) expect(opened.store.owns(name)).toBe(true);
    });

    it('stops waiting for a change when the signal aborts, before or during', async () => {
      await opened.store.changed(AbortSignal.abort());
      const stop = new AbortController();
      const wait = opened.store.changed(stop.signal);
      stop.abort();
      await wait;
      expect(opened.store.owns('us-forces')).toBe(true);
    });
  });
}
