import type { Transition } from '@barometer/alert';
import { clean } from '../message/clean.js';
import { readingWords, type Wording } from '../words/kind-words.js';
import { figure } from '../words/numbers.js';
import { upper } from '../words/first-line.js';

/** The reading in words, then the threshold it crossed or left. */
export function whyLines(transition: Transition, words: Wording): string[] {
  const { threshold, level } = transition;
  const lines = [`${capital(readingWords(transition, words))}.`];
  const state = level === null ? 'No longer meets' : 'Meets';
  lines.push(`${state} ${upper(threshold.level)}: ${clean(threshold.condition, 120)}.`);
  if (transition.provisional)
    lines.push('Provisional: the reading touches time nobody covers, or rests on a short baseline.');
  return lines;
}

/** What the reading would be without its largest contributor. */
export function withoutLines({ counterfactual, level: stands }: Transition): string[] {
  if (!counterfactual || stands === null) return [];
  const { without, value, level } = counterfactual;
  return [`Without ${clean(without, 80)}: ${figure(value)}, ${level === null ? 'no level' : upper(level)}.`];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
