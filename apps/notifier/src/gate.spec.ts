import { Gate } from './gate.js';

describe('a gate', () => {
  it('lets no more in at once than its width, and everybody in the end, also past a failure', async () => {
    const gate = new Gate(2);
    let inside = 0;
    let most = 0;
    const work = (fails: boolean) => async () => {
      most = Math.max(most, ++inside);
      await Promise.resolve();
      inside--;
      if (fails) throw new Error('broke');
      return 'done';
    };
    const all = await Promise.allSettled([false, true, false, true, false].map((fails) => gate.pass(work(fails))));
    expect(most).toBe(2);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
