import { journalEnd, ownsDuty, publishConfig } from '@barometer/collector';
import type { Config } from '@barometer/config';
import { ENGINE } from '@barometer/desk';
import { proveEngine } from './prove-engine.js';
import type { Sleep } from '@barometer/service';
import type { Stores } from '@barometer/store';
import { SECOND } from '@barometer/time';

/** What the journal of a desk begins with. */
export interface Beginning {
  readonly stores: Stores;
  readonly config: Pick<Config, 'hash' | 'definition'>;
  /** Imports history into a journal that holds nothing live; absent where there is none. */
  readonly history?: () => Promise<void>;
  readonly sleep: Sleep;
  /** For tests; by default the engine of this version. */
  readonly engine?: string;
}

/**
 * Puts the config and then the history into the journal, where that is this process's duty: several may share a store,
 * and one of them does it. A newer engine must first give what was told before, or it stays out of the journal, and the
 * version before can go on. A process that has history waits until it is its turn, or until another has imported some.
 */
export async function begin({ stores, config, history, sleep, engine = ENGINE }: Beginning): Promise<void> {
  const { journal, feeds, shares } = stores;
  const mine = () => ownsDuty(shares);
  const { signal } = new AbortController();
  while (history && !mine()) {
    const { stage } = await journalEnd(journal);
    if (stage === 'imported' || stage === 'live') return;
    await sleep(SECOND, signal);
  }
  if (!mine()) return;
  await publishConfig(journal, config, engine, { feeds, mine, prove: () => proveEngine(stores, engine) });
  await history?.();
}
