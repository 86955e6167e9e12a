import type { Config } from '@barometer/config';
import type { Stores } from '@barometer/store';
import { CannotRun } from '../exit.js';
import type { Io } from '../io.js';

/** Opens the stores of a config for a command that needs the desk to stand still. */
export async function openDesk(io: Io, { settings }: Config, stopped: boolean): Promise<Stores> {
  // The service platform takes long to load, and no other command needs it.
  const { createLogger, openStores } = await import('@barometer/service');
  const { store, kafka, dataDir: directory } = settings;
  if (store === 'embedded' || kafka === undefined) return openStores({ store: 'embedded', directory });
  if (!stopped)
    throw new CannotRun(
      'a desk on Kafka cannot be asked whether it runs: stop every collector, assessor, notifier and console of it, then say --stopped',
    );
  const to = { write: (line: string) => void io.stderr.write(line) };
  let fatal: Error | undefined;
  const opening = {
    role: 'cli',
    logger: createLogger({ level: 'warn', to }),
    onFatal: (err: Error) => void (fatal ??= err),
  };
  const stores = await openStores({ store, kafka }, opening);
  return { ...stores, close: () => closeAfter(stores, () => fatal) };
}

async function closeAfter(stores: Stores, fatal: () => Error | undefined): Promise<void> {
  await stores.close();
  const error = fatal();
  if (error) throw error;
}
