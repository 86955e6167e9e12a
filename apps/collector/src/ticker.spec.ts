import { decodeEntry, encodeEntry } from '@barometer/journal';
import { fakeLog } from '@barometer/store/testing';
import { MINUTE, ManualClock, SECOND } from '@barometer/time';
import { JournalWriter } from './journal-writer.js';
import { NOW } from './testing/running.js';
import { Ticker } from './ticker.js';

describe('Ticker', () => {
  const journal = fakeLog();
  const clock = new ManualClock(NOW);
  const stopped: Error[] = [];
  let writer: JournalWriter;
  let ticker: Ticker;
  const types = () => journal.records.map(({ value }) => decodeEntry(value).type);
  beforeAll(async () => {
    writer = await JournalWriter.open(journal, clock);
    ticker = new Ticker(writer, MINUTE, (reason) => void stopped.push(reason));
  });

  it('appends none before the first live entry', async () => {
    clock.advance(10 * MINUTE);
    await ticker.look();
    expect(types()).toEqual([]);
  });

  it('appends one a minute while nothing else comes', async () => {
    await writer.append((recorded) => [encodeEntry({ type: 'heartbeat', recorded, feed: 'f', at: recorded })]);
    for (let second = 0; second < 150; second += 10) {
      clock.advance(10 * SECOND);
      await ticker.look();
    }
    expect(types()).toEqual(['heartbeat', 'tick', 'tick']);
    expect(decodeEntry(journal.records[1]!.value)).toEqual({ type: 'tick', recorded: NOW + 11 * MINUTE });
  });

  it('goes on after a restart', async () => {
    writer = await JournalWriter.open(journal, clock);
    ticker = new Ticker(writer, MINUTE, (reason) => void stopped.push(reason));
    clock.advance(MINUTE);
    await ticker.look();
    expect(types()).toHaveLength(4);
  });

  it('leaves it to the first of several that look', async () => {
    const other = new Ticker(await JournalWriter.open(journal, clock), MINUTE, (reason) => void stopped.push(reason));
    for (let second = 0; second < 120; second += 10) {
      clock.advance(10 * SECOND);
      await ticker.look();
      await other.look();
    }
    expect(types()).toHaveLength(6);
  });

  it('takes what others append for a sign of life', async () => {
    clock.advance(50 * SECOND);
    const elsewhere = await JournalWriter.open(journal, clock);
    await elsewhere.append((recorded) => [encodeEntry({ type: 'heartbeat', recorded, feed: 'f', at: recorded })]);
    clock.advance(50 * SECOND);
    await ticker.look();
    expect(types()).toHaveLength(7);
    clock.advance(10 * SECOND);
    await ticker.look();
    expect(types().slice(6)).toEqual(['heartbeat', 'tick']);
  });

  it('stops when the clock jumps', async () => {
    clock.advance(MINUTE);
    clock.set(NOW);
    await ticker.look();
    expect(types()).toHaveLength(8);
    expect(stopped[0]!.message).toContain('the clock jumped');
  });
});
