import type { DeskView } from '@barometer/desk';
import { parseAsOf, type Instant } from '@barometer/time';
import type { ConsolePorts } from '../ports.js';

/** What a page looks at: a desk, and the instant it is as known at. */
export interface AsKnown {
  readonly desk: DeskView;
  readonly at: Instant;
  /** The live desk, not a look back. */
  readonly live: boolean;
  /** Set where the logs could not be read to their ends in time: what is shown may be behind. */
  readonly behind?: true;
  /** The `at` as asked, carried on by links; absent where none was asked for. */
  readonly param?: string;
}

/** The `at` of a request cannot be read; the message says what is allowed. */
export class BadInstant extends Error {
  override readonly name = 'BadInstant';
}

const KEPT = 4;

/** Answers desks as known at an instant: the live one for now, the last few looks back from memory. */
export function createAsKnown(
  ports: Pick<ConsolePorts, 'desk' | 'deskAt' | 'defaultAt' | 'clock'>,
): (param?: string) => Promise<AsKnown> {
  const kept = new Map<Instant, { desk: Promise<DeskView>; revisions: number }>();
  const lookBack = (at: Instant): Promise<DeskView> => {
    const revisions = ports.desk().counts.revisions;
    const known = kept.get(at);
    if (known && known.revisions === revisions) return known.desk;
    const desk = ports.deskAt(at);
    kept.delete(at);
    kept.set(at, { desk, revisions });
    desk.catch(() => kept.delete(at));
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return desk;
  };
  return async (param) => {
    const live = ports.desk();
    const asked = param === undefined ? (live.history ? ports.defaultAt : undefined) : instantOf(param);
    const carried = param === undefined ? {} : { param };
    if (asked === undefined || asked >= live.now) {
      // A desk without entries has no now yet.
      const at = Number.isFinite(live.now) ? live.now : ports.clock.now();
      return { desk: live, at, live: true, ...carried };
    }
    return { desk: await lookBack(asked), at: asked, live: false, ...carried };
  };
}

function instantOf(param: string): Instant | undefined {
  if (param === 'now') return undefined;
  try {
    return parseAsOf(param);
  } catch (error) {
    throw new BadInstant(error instanceof Error ? error.message : String(error));
  }
}
