import type { Channel } from '@barometer/notice';
import type { Log, Stores, Table } from '@barometer/store';
import type { Life } from './life.js';

/** Rows a listing reads at a time. */
const PAGE = 100;

/** The stores as a process sees them that may die between any two steps. */
export function mortalStores(stores: Stores, life: Life): Stores {
  const { journal, rejects, alerts, deliveries, feeds, snapshots, shares, close } = stores;
  return {
    ...{ shares, close },
    journal: mortalLog(journal, life),
    rejects: mortalLog(rejects, life),
    alerts: mortalLog(alerts, life),
    deliveries: mortalTable(deliveries, life),
    feeds: mortalTable(feeds, life),
    snapshots: mortalTable(snapshots, life),
  };
}

function mortalLog(log: Log, life: Life): Log {
  return {
    append: (records) => life.write(() => log.append(records)),
    read: (from, max) => life.read(() => log.read(from, max)),
    readBack: (to, max) => life.read(() => log.readBack(to, max)),
    begin: () => life.read(() => log.begin()),
    end: () => life.read(() => log.end()),
    behind: (from) => life.read(() => log.behind(from)),
    changed: (from, signal) => life.answered(() => log.changed(from, AbortSignal.any([signal, life.signal]))),
  };
}

function mortalTable(table: Table, life: Life): Table {
  return {
    put: (entries) => life.write(() => table.put(entries)),
    get: (key) => life.read(() => table.get(key)),
    async *all(prefix) {
      let rows = 0;
      await life.read(async () => undefined);
      for await (const row of table.all(prefix)) {
        if (++rows % PAGE === 0) await life.read(async () => undefined);
        yield row;
      }
    },
  };
}

/** A channel whose attempt may be cut off before it starts, under way, or when it is accepted and not yet heard. */
export function mortalChannel(channel: Channel, life: Life): Channel {
  return {
    name: channel.name,
    send: (outgoing, signal) => life.write(() => channel.send(outgoing, AbortSignal.any([signal, life.signal]))),
    close: () => channel.close(),
  };
}
