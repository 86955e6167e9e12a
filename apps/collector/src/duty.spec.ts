import { decodeEntry } from '@barometer/journal';
import { createLogger } from '@barometer/service';
import { Bell } from '@barometer/store';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock } from '@barometer/time';
import { Duty, type HistoryImport } from './duty.js';
import { Gate } from './gate.js';
import { FakeConfig } from './testing/running.js';

const signal = new AbortController().signal;
const clock = new ManualClock(0);
const logger = createLogger({ level: 'silent' });

/** An import that is done when the test says so. */
class FakeImport implements HistoryImport {
  readonly bell = new Bell();
  isDone = false;
  runs = 0;
  looks = 0;

  async done(): Promise<boolean> {
    this.looks++;
    this.bell.ring();
    return this.isDone;
  }

  async run(stop: AbortSignal): Promise<boolean> {
    this.runs++;
    await this.bell.wait(() => this.isDone, stop);
    return this.isDone;
  }

  finish(): void {
    this.isDone = true;
    this.bell.ring();
  }
}

describe('Duty', () => {
  let stores: FakeStores;
  let config: FakeConfig;
  let gate: Gate;
  let duty: Duty;
  const given = (history?: HistoryImport) => {
    const { journal, feeds, shares } = stores;
    duty = new Duty({
      journal,
      feeds,
      shares,
      config,
      engine: 'test/1',
      gate,
      clock,
      logger,
      ...(history ? { history } : {}),
    });
    return duty.start();
  };
  const hashes = () =>
    stores.journal.records.map(({ value }) => {
      const entry = decodeEntry(value);
      return entry.type === 'config' ? entry.hash : entry.type;
    });
  const published = (count: number) => stores.journal.changed(count - 1, signal);
  beforeEach(() => {
    stores = fakeStores();
    config = new FakeConfig();
    gate = new Gate();
  });
  afterEach(() => duty.stop());

  it('has the config published when it has started, and after every edit', async () => {
    await given();
    expect(hashes()).toEqual(['hash-1']);
    config.edit('hash-2');
    await published(2);
    config.edit('hash-3');
    await published(3);
    expect(hashes()).toEqual(['hash-1', 'hash-2', 'hash-3']);
  });

  it('fails to start where the config cannot be published', async () => {
    stores.journal.failure = new Error('disk full');
    await expect(given()).rejects.toThrow('disk full');
  });

  it('starts at once where it may publish in the background, and tries until it can', async () => {
    const { journal, feeds, shares } = stores;
    journal.failure = new Error('disk full');
    duty = new Duty({ journal, feeds, shares, config, engine: 'test/1', gate, clock, logger, inBackground: true });
    await duty.start();
    journal.failure = undefined;
    await published(1);
    expect(hashes()).toEqual(['hash-1']);
  });

  it('leaves it to the owner, and takes over when that changes', async () => {
    stores.shares.assign([]);
    await given();
    config.edit('hash-2');
    expect(hashes()).toEqual([]);
    stores.shares.assign(['collector']);
    await published(1);
    expect(hashes()).toEqual(['hash-2']);
    stores.shares.assign([]);
    config.edit('hash-3');
    stores.shares.assign(['collector']);
    await published(2);
    expect(hashes()).toEqual(['hash-2', 'hash-3']);
  });

  it('opens the gate at once where nothing is imported', async () => {
    stores.shares.assign([]);
    await given();
    expect(gate.closed).toBe(false);
  });

  it('opens the gate once it has imported history', async () => {
    const history = new FakeImport();
    await given(history);
    expect([gate.closed, hashes()]).toEqual([true, ['hash-1']]);
    history.finish();
    await gate.opened(signal);
    config.edit('hash-2');
    await published(2);
    expect(history.runs).toBe(1);
  });

  it('waits for another that imports, and looks again', async () => {
    const history = new FakeImport();
    stores.shares.assign([]);
    await given(history);
    await history.bell.wait(() => history.looks > 1, signal);
    expect(gate.closed).toBe(true);
    history.isDone = true;
    await gate.opened(signal);
    expect(history.runs).toBe(0);
  });

  it('takes an import over from one that died', async () => {
    const history = new FakeImport();
    stores.shares.assign([]);
    await given(history);
    history.isDone = true;
    stores.shares.assign(['collector']);
    await gate.opened(signal);
    expect(history.runs).toBe(1);
  });

  it('stops while it imports', async () => {
    await given(new FakeImport());
    await duty.stop();
    expect(gate.closed).toBe(true);
  });
});
