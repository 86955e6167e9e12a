import { putWritten } from '@barometer/service';
import { fakeTable } from '@barometer/store/testing';
import { assessedElsewhere } from './assessed.js';

describe('what assessors in other processes have written', () => {
  it('is waited for until one of them notes a place as far', async () => {
    const feeds = fakeTable();
    const notes = [undefined, 3, 4, 9];
    let looks = 0;
    const sleep = async () => {
      const place = notes[++looks];
      if (place !== undefined) await putWritten(feeds, place);
    };
    await assessedElsewhere(feeds, sleep)(4, new AbortController().signal);
    expect(looks).toBe(2);
  });

  it('is waited for no longer than the term lasts', async () => {
    const stop = new AbortController();
    await assessedElsewhere(fakeTable(), async () => stop.abort())(4, stop.signal);
    expect(stop.signal.aborted).toBe(true);
  });
});
