import type { AlertRecord } from '@barometer/alert';
import { openEmbedded } from '@barometer/embedded';
import { decodeEntry, type Entry } from '@barometer/journal';
import { readStageKey } from '@barometer/notice';
import type { Log } from '@barometer/store';

/** What a data directory holds while no process runs. */
export interface Disk {
  readonly entries: readonly Entry[];
  /** `dataset/recordId.revision` of every report in the journal, in order. */
  readonly journal: readonly string[];
  /** Every transition of the alert log, byte for byte. */
  readonly alerts: readonly string[];
  /** Message-IDs and webhook-ids of all that was planned to be sent. */
  readonly planned: ReadonlySet<string>;
  /** Those that the ledger knows to be accepted. */
  readonly ledger: ReadonlySet<string>;
  /** Deliveries planned and not finished. */
  readonly pending: number;
}

/** Opens the stores of a directory, reads all of them and closes them. */
export async function lookAtDisk(directory: string): Promise<Disk> {
  const stores = await openEmbedded(directory);
  try {
    const entries = (await all(stores.journal)).map(decodeEntry);
    const planned = new Map<string, string>();
    const finished = new Map<string, string>();
    for await (const [key, value] of stores.deliveries.all()) {
      const at = readStageKey(key);
      if (!at) continue;
      const name = `${at.notice}/${at.recipient}`;
      if (at.stage === 'planned') planned.set(name, idOf(value));
      else if (at.stage !== 'attempted') finished.set(name, at.stage);
    }
    const sent = [...planned].filter(([name]) => finished.get(name) !== 'withheld');
    return {
      entries,
      journal: entries.flatMap(refOf),
      alerts: (await all(stores.alerts)).map((value) => JSON.stringify((JSON.parse(value) as AlertRecord).transition)),
      planned: new Set(sent.map(([, id]) => id)),
      ledger: new Set(sent.filter(([name]) => finished.get(name) === 'accepted').map(([, id]) => id)),
      pending: sent.filter(([name]) => !finished.has(name)).length,
    };
  } finally {
    await stores.close();
  }
}

/** What a receiver knows a planned delivery by. */
function idOf(planned: string): string {
  const { channel, key, thread } = JSON.parse(planned) as {
    readonly channel: string;
    readonly key: string;
    readonly thread: { readonly messageId: string };
  };
  return channel === 'email' ? thread.messageId : key;
}

function refOf(entry: Entry): string[] {
  if (entry.type !== 'revision') return [];
  const { dataset, recordId, revision } = entry.revision;
  return [`${dataset}/${recordId}.${revision}`];
}

async function all(log: Log): Promise<string[]> {
  return (await log.read(0, 1_000_000)).map(({ value }) => value);
}
