import type { Facet, Facets, Revision } from '@barometer/incident';
import { NONE } from './filter.js';

/** The series name of a rule that is not grouped. */
export const ALL = 'all';

/** The values of a group by key. */
export type GroupValues = Readonly<Record<string, string>>;

/** How a group is called, `country=JO`, several keys in name order, and its values. */
export interface GroupName {
  readonly name: string;
  readonly values: GroupValues;
}

type Key = Facet | 'incident';

/** What of an incident tells its groups. */
export interface Groupable {
  readonly facets: Facets;
  readonly revision: Pick<Revision, 'dataset' | 'recordId'>;
}

const UNGROUPED: readonly string[] = [ALL];
const NO_VALUES: GroupValues = {};

/** Sorts incidents into groups by some keys. With one key a group's id is its value there, otherwise its name. */
export class Grouping {
  private readonly keys: readonly Key[];
  /** Values by id, where there are several keys. */
  private readonly combined = new Map<string, GroupValues>();

  constructor(by: readonly Key[]) {
    this.keys = [...by].sort();
  }

  /** Whether incidents with the same facets may be in different groups. */
  get tellsApart(): boolean {
    return this.keys.includes('incident');
  }

  /** The ids of an incident's groups: once in each of several values, `none` for an absent field. */
  of(incident: Groupable): readonly string[] {
    if (this.keys.length === 1) return valuesOf(incident, this.keys[0]!);
    if (this.keys.length === 0) return UNGROUPED;
    return this.combine(incident);
  }

  /** The id of the group of these values, one for each key. */
  idOf(values: GroupValues): string {
    if (this.keys.length === 1) return values[this.keys[0]!]!;
    const name = nameOf(values);
    if (this.keys.length > 1) this.combined.set(name, values);
    return name;
  }

  /** The id of the group of this name; `undefined` where it cannot be one of these groups. */
  idOfName(name: string): string | undefined {
    if (this.keys.length !== 1) return name;
    const prefix = `${this.keys[0]!}=`;
    return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  }

  nameOf(id: string): string {
    return this.keys.length === 1 ? `${this.keys[0]!}=${id}` : id;
  }

  valuesOf(id: string): GroupValues {
    if (this.keys.length === 1) return { [this.keys[0]!]: id };
    return this.combined.get(id) ?? NO_VALUES;
  }

  private combine(incident: Groupable): readonly string[] {
    let groups: readonly GroupValues[] = [NO_VALUES];
    for (const key of this.keys) {
      groups = groups.flatMap((group) => valuesOf(incident, key).map((value) => ({ ...group, [key]: value })));
    }
    return groups.map((values) => this.idOf(values));
  }
}

/** `{country: 'IQ', tactic: 'rocket'}` as `country=IQ,tactic=rocket`; `all` without keys. */
export function nameOf(values: GroupValues): string {
  const keys = Object.keys(values);
  if (keys.length === 0) return ALL;
  return keys
    .sort()
    .map((key) => `${key}=${values[key]}`)
    .join(',');
}

const ABSENT: readonly string[] = [NONE];

function valuesOf(incident: Groupable, key: Key): readonly string[] {
  if (key === 'incident') return [`${incident.revision.dataset}/${incident.revision.recordId}`];
  const values = incident.facets[key];
  return values.length === 0 ? ABSENT : values;
}
