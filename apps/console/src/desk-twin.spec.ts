import { Follower } from '@barometer/desk';
import { aDefinition, aRule, aWatch, configEntry } from '@barometer/desk/testing';
import { aRevision } from '@barometer/incident/testing';
import { encodeEntry, type Entry } from '@barometer/journal';
import { createLogger } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import { fakeStores } from '@barometer/store/testing';
import { DeskTwin } from './desk-twin.js';

const START = Date.UTC(2024, 0, 1);
const definition = aDefinition([
  aWatch('a', [
    aRule({ name: 'any', reading: { kind: 'count', of: 'attacks', window: '2d' }, levels: { high: 'count >= 1' } }),
  ]),
]);
const report: Entry = {
  type: 'revision',
  recorded: START,
  revision: aRevision({ recordId: 'r', occurredFrom: START, reportedAt: START }),
};

const never = () => new Promise<never>(() => undefined);

function rig() {
  const stores = fakeStores();
  const fatal: unknown[] = [];
  const twin = new DeskTwin({
    stores,
    follower: new Follower({ journal: stores.journal, alerts: stores.alerts }),
    logger: createLogger({ level: 'silent' }),
    onFatal: (err) => fatal.push(err),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const append = (entry: Entry) => stores.journal.append([{ value: encodeEntry(entry) }]);
  return { ...stores, twin, fatal, append };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; !(await holds()); i++) {
    if (i > 5_000) throw new Error(`never so: ${String(holds)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("the console's own desk", () => {
  it('is ready once it has read the journal, follows it, and writes nothing', async () => {
    const { twin, alerts, snapshots, append } = rig();
    await append(configEntry(definition));
    await append(report);
    expect(await twin.problem()).toBe('reading the journal, 2 to go');
    twin.start();
    await until(async () => (await twin.problem()) === undefined);
    expect(twin.desk.open()).toHaveLength(1);
    await append({ type: 'tick', recorded: START + 30 * 86_400_000 });
    await until(() => twin.desk.open().length === 0);
    await twin.stop();
    expect([alerts.records, snapshots.rows.size]).toEqual([[], 0]);
  });

  it.each([
    { why: 'does not answer', behind: never },
    { why: 'is away', behind: () => Promise.reject(new StoreFailure('unreachable', 'nobody answers')) },
  ])('stays ready with what it has where the store $why', async ({ behind }) => {
    const { twin, journal, append } = rig();
    await append(configEntry(definition));
    const asked = journal.behind.bind(journal);
    journal.behind = behind;
    expect(await twin.problem()).toBe('reading the journal');
    journal.behind = asked;
    twin.start();
    await until(async () => (await twin.problem()) === undefined);
    journal.behind = behind;
    expect(await twin.problem()).toBeUndefined();
    await twin.stop();
  });

  it('ends the process where its history is gone', async () => {
    const { twin, journal, fatal, append } = rig();
    await append(configEntry(definition));
    twin.start();
    await until(async () => (await twin.problem()) === undefined);
    journal.read = async () => {
      throw new StoreFailure('lost', 'the journal begins later');
    };
    await append(report);
    await until(() => fatal.length > 0);
    expect(fatal).toMatchObject([{ code: 'lost' }]);
    await twin.stop();
  });
});
