import { Written } from './written.js';

describe('what is written', () => {
  it('lets those go on who wait for a place up to there, and nobody else', async () => {
    const written = new Written();
    const never = new AbortController();
    const done: number[] = [];
    const waits = [1, 2, 3].map((place) => written.until(place, never.signal).then(() => void done.push(place)));
    written.upTo(2);
    await Promise.all(waits.slice(0, 2));
    expect(done).toEqual([1, 2]);
    never.abort();
    await waits[2];
  });

  it('does not hold up who comes late', async () => {
    const written = new Written();
    written.upTo(5);
    await written.until(5, new AbortController().signal);
  });
});
