import { sayReason, sayTransition, type Evidence, type Transition } from '@barometer/alert';
import { clipClause } from '../message/clean.js';
import { readingWords, type Wording } from './kind-words.js';
import { reporterName, type Names } from './names.js';
import { figure, qualified, valueOf } from './numbers.js';

const LIMIT = 89;
const HURT = ['injured', 'killed'] as const;
type Hurt = (typeof HURT)[number];

/** What changed, under 90 characters: `UPDATED: injured at least 34 -> more than 40 (US DoD). Killed still 3.` */
export function firstLine(transition: Transition, words: Wording, others = 0): string {
  const more = others > 0 ? ` (+${others} more)` : '';
  return `${clipClause(`${sayTransition(transition.transition)}: ${changed(transition, words)}`, LIMIT - more.length)}${more}`;
}

function changed(transition: Transition, words: Wording): string {
  const { transition: kind } = transition;
  if (kind === 'resolved') return `${sayReason(transition.reason)}. It was ${upper(transition.previous)}.`;
  if (kind === 'withdrawn')
    return `${sayReason(transition.reason)}. ${upper(transition.previous)} should not have been raised.`;
  const number = transition.reading.kind === 'casualties' ? hurtWords(transition, words.names) : undefined;
  const text = number ?? moved(transition, words);
  if (kind === 'downgraded') return `${steps(transition)}, ${sayReason(transition.reason)}. ${capital(text)}`;
  return kind === 'upgraded' && number === undefined ? `${steps(transition)}. ${capital(text)}` : text;
}

function moved(transition: Transition, words: Wording): string {
  const reading = `${readingWords(transition, words)}.`;
  if (transition.transition !== 'updated' || !transition.before) return reading;
  return `${figure(transition.before.value)} -> ${figure(transition.value)}: ${reading}`;
}

/** The figures of the hurt: those that moved with the number before, then those that stand. */
function hurtWords(transition: Transition, names: Names): string | undefined {
  const numbers = HURT.filter((field) => isSaid(transition, field) || hasMoved(transition, field));
  const moving = numbers.filter((field) => hasMoved(transition, field));
  if (moving.length === 0) return numbers.length === 0 ? undefined : standing(transition, numbers, names);
  const parts = moving.map((field) => `${field} ${numberBefore(transition, field)} -> ${numberNow(transition, field)}`);
  const still = numbers.filter((field) => !moving.includes(field));
  const rest = still.map((field) => ` ${capital(field)} still ${numberNow(transition, field)}.`).join('');
  return `${parts.join(', ')}${saidBy(transition, moving, names)}.${rest}`;
}

/** Whether somebody gave the figure: what nobody reported reads as 0 and is not told as one. */
function isSaid({ fields, evidence, evidenceTotal }: Transition, field: Hurt): boolean {
  if (typeof fields[field] !== 'number' || fields[`${field}By`] === '') return false;
  const only = evidenceTotal === 1 ? evidence[0] : undefined;
  return only === undefined || only[field] !== undefined;
}

function standing(transition: Transition, numbers: readonly Hurt[], names: Names): string {
  const parts = [...numbers].reverse().map((field) => `${numberNow(transition, field)} ${field}`);
  return `${parts.join(', ')}${saidBy(transition, numbers, names)}.`;
}

function hasMoved({ before, fields }: Transition, field: Hurt): boolean {
  return before !== undefined && typeof before.fields[field] === 'number' && before.fields[field] !== fields[field];
}

function numberNow(transition: Transition, field: Hurt): string {
  const value = transition.fields[field] as number;
  const resolved = resolvedOf(transition, field);
  return resolved?.value === value ? qualified(value, resolved.qualifier) : figure(value);
}

/** The number before as its reporter qualified it, where a report still shows it. */
function numberBefore(transition: Transition, field: Hurt): string {
  const value = transition.before?.fields[field] as number;
  const report = transition.evidence[0]?.reports.findLast((one) => !one.isClaim && valueOf(one[field]) === value);
  return qualified(value, report?.[field]?.qualifier);
}

function saidBy(transition: Transition, fields: readonly Hurt[], names: Names): string {
  const reporters = new Set(
    fields.map((field) => resolvedOf(transition, field)?.reporter).filter((one) => one !== undefined),
  );
  return reporters.size === 0 ? '' : ` (${[...reporters].map((one) => reporterName(one, names)).join(', ')})`;
}

function resolvedOf(transition: Transition, field: Hurt): Evidence[Hurt] {
  const only: Evidence | undefined = transition.evidenceTotal === 1 ? transition.evidence[0] : undefined;
  return only?.[field];
}

function steps(transition: Transition): string {
  return `${upper(transition.previous)} -> ${upper(transition.level)}`;
}

/** A level as it is shouted; `no level` for none. */
export function upper(level: string | null): string {
  return level?.toUpperCase() ?? 'no level';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
