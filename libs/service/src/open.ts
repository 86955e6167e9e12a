import type { Stores } from '@barometer/store';

/** Where a process keeps its logs and tables. */
export interface StoreSettings {
  readonly store: 'embedded';
  /** The directory of the embedded store. */
  readonly directory: string;
}

/** Opens every log and table; the adapter is loaded only when it is the one named. */
export async function openStores(settings: StoreSettings): Promise<Stores> {
  const { openEmbedded } = await import('@barometer/embedded');
  return openEmbedded(settings.directory);
}
