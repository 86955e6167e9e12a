import { rankOf, type Transition } from '@barometer/alert';
import { parseInstant, type Instant } from '@barometer/time';

/** One alert from its first rung to its end. */
export interface Episode {
  readonly alertId: string;
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  readonly from: Instant;
  /** `Infinity` while it is open. */
  readonly to: Instant;
  /** The highest level it stood at. */
  readonly level: string;
}

/** Gathers alerts from their transitions. */
export class Episodes {
  private readonly found = new Map<string, Episode>();

  take(transition: Transition): void {
    const { alertId, watch, rule, series, level, previous } = transition;
    const at = parseInstant(transition.at).at;
    const known = this.found.get(alertId);
    const to = level === null ? at : Infinity;
    const reached = level ?? previous ?? '';
    const higher = known === undefined || rankOf(transition, reached) > rankOf(transition, known.level);
    const highest = higher ? reached : known.level;
    this.found.set(alertId, { alertId, watch, rule, series, from: known?.from ?? at, to, level: highest });
  }

  /** In order of raising. */
  all(): readonly Episode[] {
    return [...this.found.values()];
  }
}
