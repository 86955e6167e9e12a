import { decodeEntry } from '@barometer/journal';
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
    await writer.append((recorded) => [{ type: 'heartbeat', recorded, feed: 'f', at: recorded }]);
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

  it('stops when the clock jumps', async () => {
    clock.advance(MINUTE);
    clock.set(NOW);
    await ticker.look();
    expect(types()).toHaveLength(4);
    expect(stopped[0]!.message).toContain('the clock jumped');
  });
});
