import type { LiveConfig } from '@barometer/config';
import { transitionOf } from '@barometer/notice/testing';
import { StoreFailure } from '@barometer/store';
import { fakeStores } from '@barometer/store/testing';
import { showLive, showTold } from './screen.js';

const line = (watchSeq: number) => {
  const transition = transitionOf({ alertId: `ALERT${watchSeq}`, watchSeq });
  return { value: JSON.stringify({ transition, place: 0, writer: 'test', writtenAt: '' }) };
};
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Stores whose alert log fails so often for each of its questions before it answers. */
function rig(failures: number, code: 'unreachable' | 'corrupt' = 'unreachable') {
  const stores = fakeStores();
  const printed: string[] = [];
  const alerts = stores.alerts as unknown as Record<string, (...asked: unknown[]) => Promise<unknown>>;
  for (const name of ['begin', 'end', 'read', 'changed']) {
    const answer = alerts[name]!.bind(alerts);
    let left = failures;
    alerts[name] = (...asked) =>
      left-- > 0 ? Promise.reject(new StoreFailure(code, 'nobody answers')) : answer(...asked);
  }
  const config = { current: { definition: { names: {} } } } as unknown as LiveConfig;
  const stopping = new AbortController();
  return {
    ...{ stores, printed, stopping, of: { stores, config } },
    out: { write: (text: string) => printed.push(text) },
    on: { signal: stopping.signal, sleep: turn },
  };
}

describe('printing what comes out', () => {
  it('goes on after the store was away, and ends with the process', async () => {
    const { stores, printed, stopping, of, out, on } = rig(3);
    const printing = showLive(out, of, on);
    for (let i = 0; i < 100; i++) await turn();
    await stores.alerts.append([line(1), line(2)]);
    while (printed.length < 2) await turn();
    expect(printed[0]).toMatch(/CRITICAL .* Tower 22/);
    stopping.abort();
    await printing;
  });

  it('ends in silence where the process ends while the store is away', async () => {
    const { printed, stopping, of, out, on } = rig(Infinity);
    const printing = Promise.all([showLive(out, of, on), showTold(out, of, on)]);
    for (let i = 0; i < 10; i++) await turn();
    stopping.abort();
    await printing;
    expect(printed).toEqual([]);
  });

  it('throws what does not pass', async () => {
    const { of, out, on } = rig(1, 'corrupt');
    await expect(showLive(out, of, on)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('printing what was told', () => {
  it('waits for a store that is away', async () => {
    const { stores, printed, of, out, on } = rig(3);
    await stores.alerts.append([line(1)]);
    await showTold(out, of, on);
    expect(printed.join('')).toMatch(/would have been told.*\(1 alert\):\n.*CRITICAL/);
  });
});
