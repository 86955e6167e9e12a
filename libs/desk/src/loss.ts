import type { Duration, Instant } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import type { Told } from './told.js';

/** What is missing, and until when that makes a difference. */
export interface Incomplete {
  /** Nothing recorded before this instant is known. */
  readonly before: Instant;
  /** No rule of bounded reach looks back to what is missing any more. */
  readonly until: Instant;
}

/** A fold that began after the journal's start. */
export interface Loss {
  /** The `recorded` of the first entry still there; unset until one with a time is folded. */
  before?: Instant;
  /** What was told before: nothing comes out until it is taken over, once the fold stands where the alert log ends. */
  told?: Told;
}

const LOOKS_BACK = ['window', 'baseline', 'guard', 'memory', 'within'] as const;

/** The loss as a definition sees it; nothing before the first entry with a time. */
export function incompleteOf(loss: Loss | undefined, definition: Definition | undefined): Incomplete | undefined {
  if (loss?.before === undefined) return undefined;
  return { before: loss.before, until: loss.before + longestReach(definition) };
}

/** The longest time that any rule of bounded reach looks back over. */
function longestReach(definition: Definition | undefined): Duration {
  const rules = (definition?.watches ?? []).flatMap(({ rules }) => rules);
  return Math.max(0, ...rules.map(({ reading }) => reachOf(reading.params)));
}

function reachOf(params: Readonly<Record<string, unknown>>): Duration {
  return LOOKS_BACK.reduce((sum, name) => sum + (typeof params[name] === 'number' ? params[name] : 0), 0);
}
