import { getEventListeners } from 'node:events';
import { untilAborted } from './until.js';

const forever = new Promise<never>(() => undefined);

describe('waiting until a signal', () => {
  it('gives what the work comes to, and leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done');
    await expect(untilAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('gives up on work that never ends, with the reason of the signal', async () => {
    const stop = new AbortController();
    const waiting = untilAborted(forever, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(untilAborted(forever, stop.signal)).rejects.toThrow('enough');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });
});
