import { StoreFailure } from '@barometer/store';
import type { Consumer } from 'kafkajs';
import type { ConsumerGuard } from './crash.js';

/** What the watchdog looks at. */
export interface Watched extends ConsumerGuard {
  /** True while records wait in our own hands: then the consumer is quiet because it has to be. */
  readonly waiting: () => boolean;
  /** How far the consumer is behind; rejects where nobody answers, which is another guard's business. */
  readonly behind: () => Promise<number>;
  /** A consumer that fetched nothing for this long is looked at, ms. */
  readonly silence?: number;
}

const SILENCE = 120_000;
/** A consumer that is behind must have moved between this many looks. */
const LOOKS = 2;

/**
 * Ends the process when its consumer has stopped in silence: no fetch for two minutes, nothing in our hands, and a lag that does not
 * shrink. Answers a function that ends the watching.
 */
export function watchProgress(consumer: Consumer, watched: Watched): () => void {
  const { doing, waiting, behind, onFatal, silence = SILENCE, now = () => performance.now() } = watched;
  let lastSign = now();
  let lags: number[] = [];
  const sign = () => {
    lastSign = now();
    lags = [];
  };
  for (const event of [consumer.events.FETCH, consumer.events.END_BATCH_PROCESS, consumer.events.GROUP_JOIN]) {
    consumer.on(event, sign);
  }
  const look = async () => {
    if (waiting()) return sign();
    if (now() - lastSign < silence) return;
    lags.push(await behind());
    if (lags.length <= LOOKS || lags.at(-1)! <= 0 || lags.at(-1)! < lags[0]!) return;
    clearInterval(timer);
    const words = `${doing}: stopped in silence, ${lags.at(-1)} records behind and not a fetch for ${Math.round(silence / 1000)} s`;
    onFatal(new StoreFailure('unreachable', words));
  };
  const timer = setInterval(() => void look().catch(() => undefined), silence / 4);
  timer.unref();
  return () => clearInterval(timer);
}
