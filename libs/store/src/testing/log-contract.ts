import type { Log, NewRecord } from '../log.js';
import type { Open, Opened } from './opened.js';

const values = async (log: Log): Promise<string[]> => (await log.read(0, 10_000)).map((record) => record.value);

/** What every adapter of `Log` keeps. */
export function logContract(name: string, open: Open<Log>): void {
  describe(`${name} is a log`, () => {
    let opened: Opened<Log>;
    let log: Log;
    beforeEach(async () => {
      opened = await open();
      log = opened.store;
    });
    afterEach(() => opened.close());

    it('starts empty at offset 0', async () => {
      expect(await log.end()).toBe(0);
      expect(await log.read(0, 10)).toEqual([]);
    });

    it('gives offsets from 0 that grow by one, and answers the first', async () => {
      expect(await log.append([{ value: '"a"' }, { key: 'k', value: '"b"' }])).toBe(0);
      expect(await log.append([{ value: '"c"' }])).toBe(2);
      expect(await log.read(0, 10)).toEqual([
        { offset: 0, value: '"a"' },
        { offset: 1, key: 'k', value: '"b"' },
        { offset: 2, value: '"c"' },
      ]);
      expect(await log.end()).toBe(3);
    });

    it('reads a part, nothing past the end', async () => {
      await log.append([1, 2, 3, 4].map((value) => ({ value: String(value) })));
      expect((await log.read(1, 2)).map((record) => record.offset)).toEqual([1, 2]);
      expect((await log.read(3, 9)).map((record) => record.offset)).toEqual([3]);
      expect(await log.read(4, 9)).toEqual([]);
      expect(await log.read(400, 9)).toEqual([]);
    });

    it('takes an empty append as nothing', async () => {
      await log.append([{ value: '1' }]);
      expect(await log.append([])).toBe(1);
      expect(await log.end()).toBe(1);
    });

    it('keeps the order of concurrent appends and never mixes their records', async () => {
      const batches = Array.from({ length: 40 }, (_, batch): NewRecord[] =>
        [0, 1, 2].map((place) => ({ value: JSON.stringify([batch, place]) })),
      );
      const firsts = await Promise.all(batches.map((batch) => log.append(batch)));
      expect(firsts).toEqual(batches.map((_, index) => index * 3));
      expect(await values(log)).toEqual(batches.flat().map((record) => record.value));
    });

    it('keeps text exactly, whatever is in it', async () => {
      const texts = ['', 'ä€😀', JSON.stringify('\u0000\ud800'), "'; DROP TABLE journal; --", 'x'.repeat(300_000)];
      await log.append(texts.map((value) => ({ key: value.slice(0, 50), value })));
      expect((await log.read(0, 10)).map((record) => record.value)).toEqual(texts);
    });

    it('keeps everything over a restart', async () => {
      await log.append([{ value: '1' }, { value: '2' }]);
      log = await opened.reopen();
      expect(await log.append([{ value: '3' }])).toBe(2);
      expect(await values(log)).toEqual(['1', '2', '3']);
    });

    growthContract(() => log);
  });
}

function growthContract(log: () => Log): void {
  it('says at once that it has grown when it already has', async () => {
    await log().append([{ value: '1' }]);
    await log().changed(0, new AbortController().signal);
  });

  it('wakes all who wait when it grows past their offset, and only then', async () => {
    const signal = new AbortController().signal;
    const woken: number[] = [];
    const waits = [0, 0, 1].map((from, waiter) =>
      log()
        .changed(from, signal)
        .then(() => woken.push(waiter)),
    );
    await log().append([{ value: '1' }]);
    await Promise.all([waits[0], waits[1]]);
    expect(woken).not.toContain(2);
    await log().append([{ value: '2' }]);
    await Promise.all(waits);
    expect(woken).toHaveLength(3);
  });

  it('stops waiting when the signal aborts, before or during', async () => {
    await log().changed(0, AbortSignal.abort());
    const stop = new AbortController();
    const wait = log().changed(0, stop.signal);
    stop.abort();
    await wait;
    expect(await log().end()).toBe(0);
  });
}
