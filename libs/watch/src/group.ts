import type { Facet, Incident } from '@barometer/incident';
import { NONE } from './filter.js';

/** The series name of a rule that is not grouped. */
export const ALL = 'all';

/** One group an incident belongs to: its name (`country=JO`, several keys in name order) and its values by key. */
export interface GroupName {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

const UNGROUPED: readonly GroupName[] = [{ name: ALL, values: {} }];

/** The groups of an incident: once in each of several values, `none` for an absent field. */
export function groupsOf(incident: Incident, by: readonly (Facet | 'incident')[]): readonly GroupName[] {
  if (by.length === 0) return UNGROUPED;
  let groups: readonly Readonly<Record<string, string>>[] = [{}];
  for (const key of [...by].sort()) {
    groups = groups.flatMap((group) => valuesOf(incident, key).map((value) => ({ ...group, [key]: value })));
  }
  return groups.map((values) => ({ name: nameOf(values), values }));
}

/** `{country: 'IQ', tactic: 'rocket'}` as `country=IQ,tactic=rocket`; `all` without keys. */
export function nameOf(values: Readonly<Record<string, string>>): string {
  const keys = Object.keys(values);
  if (keys.length === 0) return ALL;
  return keys
    .sort()
    .map((key) => `${key}=${values[key]}`)
    .join(',');
}

function valuesOf(incident: Incident, key: Facet | 'incident'): readonly string[] {
  if (key === 'incident') return [`${incident.revision.dataset}/${incident.revision.recordId}`];
  const values = incident.facets[key];
  return values.length === 0 ? [NONE] : values;
}
