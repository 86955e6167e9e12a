import { rankOf, type Transition } from '@barometer/alert';
import type { Matchers, Silence } from '@barometer/journal';
import { parseInstant } from '@barometer/time';

/**
 * A silence as it acts on notices. It holds an alert at the level it had when the silence was set; one that opens later is held up to the
 * highest level of the matching alerts then open, or, with none open, at the level it opens at. A rise above that breaks through, and the
 * silence has no more say over that alert.
 */
export interface ActiveSilence {
  readonly silence: Silence;
  /** Highest rank among the matching alerts open when it was set; -1 for none. */
  readonly base: number;
  /** Rank an alert is held at, by alert id. */
  readonly held: Record<string, number>;
  /** Alerts that broke through. */
  readonly through: string[];
}

/** What matchers look at; a transition has it all. */
export type Matched = Pick<Transition, 'watch' | 'rule' | 'series' | 'alertId'> & { readonly level: string | null };

/** Whether every given field equals one of its values; a field nobody knows matches nothing. */
export function matches(matchers: Matchers, about: Matched): boolean {
  const fields: Readonly<Record<string, string | null>> = {
    watch: about.watch,
    rule: about.rule,
    series: about.series,
    alertId: about.alertId,
    level: about.level,
  };
  return Object.entries(matchers).every(([field, values]) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    return value !== undefined && value !== null && values.includes(value);
  });
}

/** The silence that holds a transition back, if any; notes in each silence what it holds and what broke through it. */
export function silencedBy(silences: Iterable<ActiveSilence>, transition: Transition): Silence | undefined {
  let holder: Silence | undefined;
  for (const active of silences) if (holdsBack(active, transition)) holder ??= active.silence;
  return holder;
}

function holdsBack(active: ActiveSilence, transition: Transition): boolean {
  const { silence, held, through } = active;
  const at = parseInstant(transition.at).at;
  const level = transition.level ?? transition.previous;
  if (at < silence.from || at >= silence.until || !matches(silence.matchers, { ...transition, level })) return false;
  if (through.includes(transition.alertId)) return false;
  const rank = rankOf(transition, transition.level);
  const floor = held[transition.alertId] ?? active.base;
  if (rises(transition) && floor >= 0 && rank > floor) {
    through.push(transition.alertId);
    return false;
  }
  held[transition.alertId] = Math.max(held[transition.alertId] ?? -1, rank);
  return true;
}

function rises({ transition }: Transition): boolean {
  return transition === 'raised' || transition === 'upgraded';
}
