import { fakeShares } from '@barometer/store/testing';
import { Term } from './term.js';

const never = new AbortController().signal;

describe('a term', () => {
  it('lasts while the name is ours', async () => {
    const shares = fakeShares();
    shares.assign(['notifier', 'other']);
    const term = new Term(shares, never);
    const minding = term.mind();
    shares.assign(['notifier']);
    expect(term.active()).toBe(true);
    shares.assign([]);
    await minding;
    expect([term.signal.aborted, term.active()]).toEqual([true, false]);
  });

  it('does not begin again when the name comes back', async () => {
    const shares = fakeShares();
    const term = new Term(shares, never);
    const minding = term.mind();
    shares.assign([]);
    await minding;
    shares.assign();
    expect(term.active()).toBe(false);
  });

  it('ends where it is asked and the name is gone, before anybody said so', () => {
    const shares = fakeShares();
    const silent = {
      takesPart: () => true,
      owns: (name: string) => shares.owns(name),
      changed: () => new Promise<void>(() => undefined),
    };
    const term = new Term(silent, never);
    shares.assign([]);
    expect(term.signal.aborted).toBe(false);
    expect(term.active()).toBe(false);
    expect(term.signal.aborted).toBe(true);
  });

  it('ends with the process', async () => {
    const stop = new AbortController();
    const term = new Term(fakeShares(), stop.signal);
    const minding = term.mind();
    stop.abort();
    await minding;
    expect(term.active()).toBe(false);
  });
});
