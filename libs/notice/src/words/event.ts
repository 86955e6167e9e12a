import type { Evidence } from '@barometer/alert';
import { clean } from '../message/clean.js';
import { listed, type Names } from './names.js';

const TACTIC_WORDS: Readonly<Record<string, string>> = {
  one_way_drone: 'drone',
  armed_drone: 'drone',
  naval_drone: 'naval drone',
  ied: 'IED',
  vbied: 'car bomb',
  rpg: 'RPG',
  suicide_attack: 'suicide',
  unknown: '',
  other: '',
};

/** `drone attack on US forces`: what an incident is, from its tactic, kind and targets. */
export function eventWords(evidence: Evidence, names: Names): string {
  const tactics = [...new Set(evidence.tactics.map((tactic) => TACTIC_WORDS[tactic] ?? spaced(tactic)))];
  const tactic = listed(
    tactics.filter((word) => word !== ''),
    2,
  );
  const kind = spaced(evidence.kind);
  const what = joined(tactic, kind);
  const targets = listed(
    evidence.targets.map((id) => names.actorName(id)),
    2,
  );
  return clean(targets === '' ? what : `${what} on ${targets}`, 120);
}

/** `drone attack`, `retaliatory airstrike`, `maritime drone attack`. */
function joined(tactic: string, kind: string): string {
  if (tactic === '' || kind.includes(tactic)) return kind;
  if (tactic.endsWith('strike') && kind.endsWith('strike')) return kind.replace(/strike$/, tactic);
  const [, first, deed] = /^(\S+) (attack|strike)$/.exec(kind) ?? [];
  return first === undefined ? `${tactic} ${kind}` : `${first} ${tactic} ${deed}`;
}

/** `a_b` and `a-b` as words. */
export function spaced(text: string): string {
  return text.replace(/[_-]+/g, ' ');
}
