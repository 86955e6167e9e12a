import { sayReason, type Transition } from '@barometer/alert';
import type { Routing } from '../plan/routes.js';
import type { KnownAlert } from '../plan/known.js';
import { day } from '../words/dates.js';
import { upper } from '../words/first-line.js';
import { listed } from '../words/names.js';

/** `CRITICAL since 28 Jan, unchanged. Told: desk. Phone not called.` */
export function levelLines(
  transition: Transition,
  routing: Routing,
  known: KnownAlert | undefined,
  history: boolean,
): string[] {
  return [`${levelWords(transition, known)} ${toldWords(routing, history)}`.trim()];
}

function levelWords(transition: Transition, known: KnownAlert | undefined): string {
  const { at, level, previous } = transition;
  const opened = day(transition.since, at);
  if (transition.transition === 'withdrawn')
    return `None: withdrawn, not resolved. ${upper(previous)} since ${opened} was in error: ${sayReason(transition.reason)}.`;
  if (level === null)
    return `None: resolved, ${sayReason(transition.reason)}. Was ${upper(previous)}, open since ${opened}.`;
  const since = `${upper(level)} since ${day(known?.levelSince ?? transition.since, at)}`;
  const easing = transition.tone === 'easing' ? ' Easing: good news, nobody is paged for it.' : '';
  if (transition.transition === 'raised') return `${since}, new.${easing}`;
  return previous === level || previous === null
    ? `${since}, unchanged.${easing}`
    : `${since}, was ${upper(previous)}.${easing}`;
}

function toldWords(routing: Routing, history: boolean): string {
  if (history) return 'History: nobody was called.';
  const told = routing.now.length === 0 ? '' : `Told: ${listed(routing.now, 6)}.`;
  const later = routing.daily.map(({ receiver, at }) => `${capital(receiver)} at ${at}, in the daily digest.`);
  const not = routing.not.length === 0 ? '' : `${capital(listed(routing.not, 6))} not called.`;
  return [told, ...later, not].filter((text) => text !== '').join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
