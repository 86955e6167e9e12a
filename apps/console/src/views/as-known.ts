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

/** Answers desks as known at an instant: the live one for now, a look back for an earlier one. */
export function createAsKnown(
  ports: Pick<ConsolePorts, 'desk' | 'deskAt' | 'defaultAt' | 'clock'>,
): (param?: string) => Promise<AsKnown> {
  return async (param) => {
    const live = ports.desk();
    const asked = param === undefined ? (live.history ? ports.defaultAt : undefined) : instantOf(param);
    const carried = param === undefined ? {} : { param };
    if (asked === undefined || asked >= live.now) {
      // A desk without entries has no now yet.
      const at = Number.isFinite(live.now) ? live.now : ports.clock.now();
      return { desk: live, at, live: true, ...carried };
    }
    return { desk: await ports.deskAt(asked), at: asked, live: false, ...carried };
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
