import { Follower, Snapshots } from '@barometer/desk';
import { busyDefinition, configEntry } from '@barometer/desk/testing';
import { encodeEntry, type Entry } from '@barometer/journal';
import { createLogger, writtenUpTo } from '@barometer/service';
import { fakeLog, fakeShares, fakeTable } from '@barometer/store/testing';
import { ManualClock } from '@barometer/time';
import { Assessor } from './assessor.js';
import { Outputs } from './outputs.js';
import { Written } from './written.js';

const START = Date.UTC(2024, 0, 1);
const CONFIG = configEntry(busyDefinition());
const BEAT: Entry = { type: 'heartbeat', recorded: START, feed: 'test', at: START };

describe('the place up to which everything is written, for other processes', () => {
  it.each([
    { why: 'nothing is live in a desk that nothing came to: the config is no answer', entries: [CONFIG], noted: false },
    { why: 'the first live entry and what it caused', entries: [CONFIG, BEAT], noted: true },
  ])('is noted: $noted, $why', async ({ entries, noted }) => {
    const [journal, alerts, feeds] = [fakeLog(1_024), fakeLog(), fakeTable()];
    for (const entry of entries) await journal.append([{ value: encodeEntry(entry) }]);
    const assessor = new Assessor({
      follower: new Follower({ journal, alerts }),
      outputs: new Outputs({ alerts, shares: fakeShares(), clock: new ManualClock(START), writer: 'test' }),
      snapshots: new Snapshots(fakeTable()),
      written: new Written(),
      feeds,
      logger: createLogger({ level: 'silent' }),
      onFatal: (error) => {
        throw error;
      },
    });
    await assessor.start();
    await assessor.stop();
    const last = journal.records.at(-1)!.offset;
    expect(await writtenUpTo(feeds)).toBe(noted ? last : undefined);
  });
});
