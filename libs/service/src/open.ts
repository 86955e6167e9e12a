import type { KafkaSettings } from '@barometer/kafka';
import type { Stores } from '@barometer/store';
import type { Logger } from './log/logger.js';

/** Where a process keeps its logs and tables: a directory of its own, or a cluster. */
export type StoreSettings =
  | { readonly store: 'embedded'; readonly directory: string }
  | { readonly store: 'kafka'; readonly kafka: KafkaSettings };

/** Who opens the stores. */
export interface StoreOpening {
  /** Processes of one role share out names among them. */
  readonly role: string;
  readonly logger: Logger;
  /** Called once where the store cannot go on and the process must end. */
  readonly onFatal: (err: Error) => void;
}

/** Opens every log and table; the adapter is loaded only when it is the one named. */
export async function openStores(
  settings: Extract<StoreSettings, { store: 'embedded' }>,
  opening?: StoreOpening,
): Promise<Stores>;
export async function openStores(settings: StoreSettings, opening: StoreOpening): Promise<Stores>;
export async function openStores(settings: StoreSettings, opening?: StoreOpening): Promise<Stores> {
  if (settings.store === 'embedded') {
    const { openEmbedded } = await import('@barometer/embedded');
    return openEmbedded(settings.directory);
  }
  const { openKafka } = await import('@barometer/kafka');
  const { role, logger, onFatal } = opening!;
  return openKafka(settings.kafka, { role, log: logger, onFatal });
}
