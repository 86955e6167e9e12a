import type { Config } from '@barometer/config';
import { encodeEntry, type Entry } from '@barometer/journal';
import { FINAL, readStageKey, type Channel, type Outgoing } from '@barometer/notice';
import { createNotifier } from '@barometer/notifier';
import { createLogger } from '@barometer/service';
import { fakeStores } from '@barometer/store/testing';
import { iso, ManualClock } from '@barometer/time';
import { Registry } from 'prom-client';
import { fold, IMPORTED_AT } from './example-journal.js';

/** An outbox that keeps what it takes in memory, in order. */
function outboxOf(taken: Outgoing[]): Channel {
  return {
    name: 'outbox',
    send: async (outgoing) => {
      taken.push(outgoing);
      return { is: 'accepted', reply: 'kept' };
    },
    close: async () => undefined,
  };
}

/** Everything the receivers of a config are told over a journal, composed and threaded as the outbox takes it. */
export async function toldOver(entries: readonly Entry[], config: Config): Promise<readonly Outgoing[]> {
  const stores = fakeStores();
  const taken: Outgoing[] = [];
  await stores.journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
  const records = fold(entries).pending.map((one) => ({ ...one, writer: 'test', writtenAt: iso(IMPORTED_AT) }));
  await stores.alerts.append(records.map((record) => ({ value: JSON.stringify(record) })));
  const notifier = createNotifier({
    stores,
    config: { current: config, onChange: () => undefined },
    clock: new ManualClock(IMPORTED_AT),
    channels: () => outboxOf(taken),
    logger: createLogger({ level: 'silent' }),
    registry: new Registry(),
  });
  await notifier.start();
  await notifier.planned();
  while (unfinished([...stores.deliveries.rows.keys()])) await new Promise((resolve) => setImmediate(resolve));
  await notifier.close();
  return taken;
}

/** Whether a ledger's keys hold a delivery that is planned and not finished. */
export function unfinished(keys: readonly string[]): boolean {
  const stages = keys.flatMap((key) => readStageKey(key) ?? []);
  const nameOf = ({ notice, recipient }: (typeof stages)[number]) => `${notice}/${recipient}`;
  const finished = new Set(stages.filter(({ stage }) => FINAL.has(stage)).map(nameOf));
  return stages.some((at) => !finished.has(nameOf(at)));
}
