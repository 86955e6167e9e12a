import { Outputs } from '@barometer/assessor';
import { Follower } from '@barometer/desk';
import { systemClock } from '@barometer/service';
import type { Shares, Stores } from '@barometer/store';

/** Owns nothing: what comes out of the fold is compared and never written. */
const NOTHING: Shares = { owns: () => false, takesPart: () => true, changed: () => new Promise(() => undefined) };

/** Folds the whole journal with an engine; throws `AlertLogDiffers` where it gives another transition than was told. */
export async function proveEngine(
  { journal, alerts }: Pick<Stores, 'journal' | 'alerts'>,
  engine: string,
): Promise<void> {
  const follower = new Follower({ journal, alerts, engine });
  const outputs = new Outputs({ alerts, shares: NOTHING, clock: systemClock, writer: 'none' });
  await outputs.catchUp();
  await follower.catchUp(async () => {
    outputs.take(follower.desk.takePending());
    await outputs.catchUp();
  });
}
