import { newLadder, type JsonFields, type Ladder, type RuleDefinition, type Transition } from '@barometer/alert';
import type { Fields } from '@barometer/indicator';
import type { Instant } from '@barometer/time';
import type { Group } from './groups.js';

/** What was last told of an alert. */
export interface Told {
  readonly value: number;
  readonly fields: JsonFields;
  readonly at: Instant;
}

/** One alert from first rung to last. */
export interface Episode {
  readonly alertId: string;
  readonly since: Instant;
  seq: number;
  /** Index of the rung it stands on. */
  level: number;
  /** The evidence of its highest reading: when, how high, and the earliest occurrence it depends on. */
  peak: { at: Instant; level: number; value: number; from: Instant };
  told: Told;
  /** Absent only between drafting and sealing its first transition. */
  last?: Transition;
}

/** The part of a reading that outlives it. */
export interface LastReading {
  readonly value: number;
  readonly fields: Fields;
}

/** One series of a rule: the reading for one group value, its ladder and its open alert. */
export interface Series {
  readonly name: string;
  readonly group: Group;
  /** The field value it stands for, where the kind splits a group. */
  readonly key?: string;
  readonly values: Readonly<Record<string, string>>;
  readonly ladder: Ladder;
  episode?: Episode;
  /** When it must be looked at again without input; `Infinity` for never. */
  due: Instant;
  /** The earliest instant it waits for in the queue of due times; `Infinity` for none. */
  queued: Instant;
  /** The last reading, for `0 -> 11`. */
  last?: LastReading;
  /** When the last reading was taken. */
  lastAt: Instant;
  /** Why the reading went under, told when the release ends. */
  fell?: 'left the window' | 'ended by an incident' | 'corrected';
}

/** A series at rest. */
export function newSeries(rule: RuleDefinition, group: Group, split?: { field: string; key: string }): Series {
  const values = split ? { ...group.values, [split.field]: split.key } : group.values;
  const base = { group, values, ladder: newLadder(rule), due: Infinity, queued: Infinity, lastAt: -Infinity };
  return split ? { ...base, name: splitName(group, split), key: split.key } : { ...base, name: group.name };
}

function splitName(group: Group, split: { field: string; key: string }): string {
  const pairs = [...Object.entries(group.values), [split.field, split.key] as const];
  return pairs
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

/** Fields as JSON carries them: an unbounded number of days is `ever`. */
export function toJsonFields(fields: Fields): JsonFields {
  const out: Record<string, number | boolean | string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'number' && !Number.isFinite(value)) out[name] = Number.isNaN(value) ? 'unknown' : 'ever';
    else out[name] = value;
  }
  return out;
}

/** The part of a reading that a next message may refer to. */
export function toldBy(reading: LastReading, at: Instant): Told {
  return { value: reading.value, fields: toJsonFields(reading.fields), at };
}
