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
      expect([await log.begin(), await log.end(), await log.behind(0)]).toEqual([0, 0, 0]);
      expect([await log.read(0, 10), await log.readBack(0, 10)]).toEqual([[], []]);
    });

    it('gives offsets from 0 that grow, and answers the first', async () => {
      const firsts = [
        await log.append([{ value: '"a"' }, { key: 'k', value: '"b"' }]),
        await log.append([{ value: '"c"' }]),
      ];
      const read = await log.read(0, 10);
      const [a, b, c] = read.map((record) => record.offset) as [number, number, number];
      expect(read).toEqual([
        { offset: 0, value: '"a"' },
        { offset: b, key: 'k', value: '"b"' },
        { offset: c, value: '"c"' },
      ]);
      expect(firsts).toEqual([a, c]);
      expect(b > a && c > b && (await log.end()) > c).toBe(true);
    });

    it('reads a part, forwards and back, nothing past the end or before the begin', async () => {
      await log.append([1, 2, 3, 4].map((value) => ({ value: String(value) })));
      await log.append([{ value: '5' }]);
      const at = (await log.read(0, 10)).map((record) => record.offset);
      const end = await log.end();
      const offsets = async (read: Promise<readonly { offset: number }[]>) => (await read).map(({ offset }) => offset);
      expect(await offsets(log.read(at[1]!, 2))).toEqual([at[1], at[2]]);
      expect(await offsets(log.read(at[1]! + 1, 9))).toEqual(at.slice(2));
      expect(await offsets(log.read(at[4]!, 9))).toEqual([at[4]]);
      expect([await log.read(at[4]! + 1, 9), await log.read(end, 9), await log.read(end + 400, 9)]).toEqual([
        [],
        [],
        [],
      ]);
      expect(await offsets(log.readBack(end, 2))).toEqual(at.slice(3));
      expect(await offsets(log.readBack(at[3]!, 2))).toEqual([at[1], at[2]]);
      expect(await offsets(log.readBack(at[1]!, 9))).toEqual([at[0]]);
      expect(await log.readBack(0, 9)).toEqual([]);
    });

    it('says how much lies ahead: something, or nothing', async () => {
      await log.append([{ value: '1' }]);
      const from = (await log.read(0, 1))[0]!.offset + 1;
      expect([(await log.behind(0)) > 0, await log.behind(from)]).toEqual([true, 0]);
      await log.append([{ value: '2' }]);
      expect(await log.behind(from)).toBeGreaterThan(0);
    });

    it('takes an empty append as nothing', async () => {
      await log.append([{ value: '1' }]);
      const end = await log.end();
      expect([await log.append([]), await log.end()]).toEqual([end, end]);
    });

    it('keeps the order of concurrent appends and never mixes their records', async () => {
      const batches = Array.from({ length: 40 }, (_, batch): NewRecord[] =>
        [0, 1, 2].map((place) => ({ value: JSON.stringify([batch, place]) })),
      );
      const firsts = await Promise.all(batches.map((batch) => log.append(batch)));
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
      expect(await values(log)).toEqual(batches.flat().map((record) => record.value));
    });

    it('keeps text exactly, whatever is in it', async () => {
      const texts = ['', 'ä€😀', JSON.stringify('\u0000\ud800'), "'; DROP TABLE journal; --", 'x'.repeat(300_000)];
      await log.append(texts.map((value) => ({ key: value.slice(0, 50), value })));
      expect((await log.read(0, 10)).map((record) => record.value)).toEqual(texts);
    });

    it('keeps everything over a restart', async () => {
      await log.append([{ value: '1' }, { value: '2' }]);
      const end = await log.end();
      log = await opened.reopen();
      expect(await log.append([{ value: '3' }])).toBe(end);
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
    expect(await log().read(1, 1)).toEqual([]);
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
