import type { Facet, Incident } from '@barometer/incident';
import { NONE } from './filter.js';

/** The series name of a rule that is not grouped. */
export const ALL = 'all';

/** One group an incident belongs to: its name (`country=JO`, several keys in name order) and its values by key. */
export interface GroupName {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

type Key = Facet | 'incident';

const UNGROUPED: readonly GroupName[] = [{ name: ALL, values: {} }];

/** Sorts incidents into groups by some keys; group names are made once and shared. */
export class Grouping {
  private readonly keys: readonly Key[];
  private readonly made = new Map<string, GroupName>();

  constructor(by: readonly Key[]) {
    this.keys = [...by].sort();
  }

  /** The groups of an incident: once in each of several values, `none` for an absent field. */
  of(incident: Incident): readonly GroupName[] {
    if (this.keys.length === 0) return UNGROUPED;
    if (this.keys.length > 1) return this.combined(incident);
    const key = this.keys[0]!;
    const values = valuesOf(incident, key);
    if (values.length === 1) return [this.single(key, values[0]!)];
    return values.map((value) => this.single(key, value));
  }

  private single(key: Key, value: string): GroupName {
    let group = this.made.get(value);
    if (!group) {
      group = { name: `${key}=${value}`, values: { [key]: value } };
      // One series an incident is never looked up again under another incident: nothing to share.
      if (key !== 'incident') this.made.set(value, group);
    }
    return group;
  }

  private combined(incident: Incident): readonly GroupName[] {
    let groups: readonly Readonly<Record<string, string>>[] = [{}];
    for (const key of this.keys) {
      groups = groups.flatMap((group) => valuesOf(incident, key).map((value) => ({ ...group, [key]: value })));
    }
    return groups.map((values) => ({ name: nameOf(values), values }));
  }
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

const ABSENT: readonly string[] = [NONE];

function valuesOf(incident: Incident, key: Key): readonly string[] {
  if (key === 'incident') return [`${incident.revision.dataset}/${incident.revision.recordId}`];
  const values = incident.facets[key];
  return values.length === 0 ? ABSENT : values;
}
