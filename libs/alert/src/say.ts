import type { Reason, Transition, TransitionKind } from './transition.js';

const REASONS: Readonly<Record<Reason, string>> = {
  'threshold crossed': 'a threshold was crossed',
  'figure changed': 'the figure changed',
  'left the window': 'the incidents left the window',
  'stayed below': 'it stayed below the threshold',
  'ended by an incident': 'a new incident ended it',
  corrected: 'a correction',
  'rule changed': 'the rule was changed',
  'feed silent': 'the feed fell silent',
  'feed alive': 'the feed is alive again',
  'history lost': 'a part of the history was lost',
};

/** The verb a message opens with: `RAISED`, `UPDATED`, `WITHDRAWN` … */
export function sayTransition(transition: TransitionKind): string {
  return transition.toUpperCase();
}

/** The reason in words, to follow "because of" or a colon. */
export function sayReason(reason: Reason): string {
  return REASONS[reason];
}

/** Place of a level on the transition's ladder, lowest 0; -1 for none. */
export function rankOf(transition: Pick<Transition, 'ladder'>, level: string | null): number {
  return level === null ? -1 : transition.ladder.indexOf(level);
}

/** The higher of the level now and the level before: what an alert's end is routed by. */
export function highestLevel(transition: Pick<Transition, 'ladder' | 'level' | 'previous'>): string | null {
  return rankOf(transition, transition.level) >= rankOf(transition, transition.previous)
    ? transition.level
    : transition.previous;
}
