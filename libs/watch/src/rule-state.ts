import { atRest, type RuleDefinition } from '@barometer/alert';
import type { Timeline } from '@barometer/indicator';
import type { Instant } from '@barometer/time';
import type { Touched } from './evaluate.js';
import { ALL, nameOf, type GroupName, type GroupValues } from './group.js';
import type { Group, Groups, GroupTouch, Reader } from './groups.js';
import type { Measure } from './measure.js';
import { newSeries, type Series } from './series.js';

/** A series and what changed under it. */
export interface Touch {
  readonly series: Series;
  readonly touched: Touched;
}

const NOTHING: readonly Touch[] = [];

/**
 * A rule at work: the series it reads from its groups of incidents. Where a kind has a tally, a series whose tally is
 * under the rule's floor is not kept, because its group's timeline says everything about it: it is at rest, waits for
 * nothing, and its last reading was the tally when the group was last looked at.
 */
export class RuleState implements Reader {
  readonly splitBy: string | undefined;
  private readonly place: number;
  /** Series by name, where the kind splits groups. */
  private readonly splits = new Map<string, Series>();

  constructor(
    readonly rule: RuleDefinition,
    readonly measure: Measure,
    readonly groups: Groups,
  ) {
    this.splitBy = measure.kind.splitBy?.(measure.params);
    this.place = groups.join(this);
  }

  /** Every series that ever had a contribution or holds an alert. */
  *all(): Iterable<Series> {
    yield* this.splits.values();
    for (const group of this.groups.all()) {
      const series = this.wholeOf(group);
      if (series) yield series;
    }
  }

  /** The series that are kept, in name order: every one that holds an alert or waits for something is. */
  kept(): Series[] {
    const kept = [...this.splits.values()];
    for (const group of this.groups.all()) {
      const series = group.kept?.[this.place];
      if (series) kept.push(series);
    }
    return kept.sort(byName);
  }

  /** Keeps every series that no longer rests. */
  wake(at: Instant): void {
    if (this.measure.floor === -Infinity) return;
    for (const group of this.groups.all()) {
      if (this.implies(group) && !this.rests(group, at)) this.seriesIn(group, undefined);
    }
  }

  find(name: string): Series | undefined {
    const group = this.groups.find(name);
    return this.splits.get(name) ?? (group && this.wholeOf(group));
  }

  /** The series that the last change of the groups bears on, in name order; those at rest are left out. */
  touches(at: Instant): readonly Touch[] {
    const { touched } = this.groups;
    if (touched.length === 1 && this.splitBy === undefined) {
      const touch = touched[0]!;
      return this.rests(touch.group, at) ? NOTHING : [this.touchWhole(touch)];
    }
    return touched.length === 0 ? NOTHING : this.touchesOf(touched).sort((a, b) => byName(a.series, b.series));
  }

  /** Makes the series of what the last change touched, without a look. */
  admit(): void {
    for (const touch of this.groups.touched) {
      if (this.splitBy !== undefined) this.touchSplit(touch);
      else this.admitWhole(touch.group);
    }
  }

  private admitWhole(group: Group): void {
    if (!this.implies(group)) this.seriesIn(group, undefined);
  }

  private admitFrom(group: Group, timeline: Timeline): void {
    if (this.splitBy === undefined && timeline.size > 0) this.admitWhole(group);
    if (this.splitBy === undefined) return;
    for (const { keys = [] } of timeline.range(-Infinity, Infinity)) for (const key of keys) this.seriesIn(group, key);
  }

  /** Makes the series of incidents at rest, without a look; a report is read where only it tells whether there is one. */
  admitResting(): void {
    for (const group of this.groups.all()) {
      if (!group.rests) continue;
      if (this.measure.kind.plain) this.admitWhole(group);
      else for (const timeline of group.timelines) this.admitFrom(group, timeline);
    }
  }

  /** The series of an alert carried over from an earlier definition, made where no contribution has made it yet. */
  seriesFor({ values }: Pick<Series, 'values'>): Series {
    if (!sameKeys(Object.keys(values), this.keys)) return this.seriesIn(this.groups.foreignGroup(values), undefined);
    const { own, key } = this.parted(values);
    return this.seriesIn(this.groups.group(own), key);
  }

  /** The series for a group's values and key; made when absent. */
  seriesOf({ values }: GroupName, key: string | undefined): Series {
    return this.seriesFor({ values: key === undefined ? values : { ...values, [this.splitBy!]: key } });
  }

  /** A well-named series that never had a contribution: it reads as empty and is not kept; `undefined` for another name. */
  unseen(name: string): Series | undefined {
    const values = valuesOf(name);
    if (!values || nameOf(values) !== name || !sameKeys(Object.keys(values), this.keys)) return undefined;
    const { own, key } = this.parted(values);
    const group = this.groups.unseen(own);
    return newSeries(this.rule, group, key === undefined ? undefined : { field: this.splitBy!, key });
  }

  /** Keeps a series that the group alone implied so far. */
  keep(group: Group): void {
    if (!this.implies(group)) return;
    (group.kept ??= [])[this.place] = this.implied(group);
  }

  /** Lets a series go that its group implies as well, once it was looked at together with the group. */
  letGo(series: Series): void {
    const { group, episode, ladder, due } = series;
    if (this.measure.floor === -Infinity || episode || due !== Infinity || !atRest(ladder)) return;
    if (group.timelines[0]!.size > 0) group.kept![this.place] = undefined;
  }

  /** Whether the group's series is not kept and goes on resting. */
  private rests(group: Group, at: Instant): boolean {
    if (!this.implies(group) || group.timelines[0]!.end > at) return false;
    const { kind, params, floor } = this.measure;
    return kind.tally!(group.timelines, params, at) < floor;
  }

  /** Whether the group stands for a series that is not kept. */
  private implies(group: Group): boolean {
    const { floor } = this.measure;
    return floor !== -Infinity && group.kept?.[this.place] === undefined && !group.empty;
  }

  /** The series that a group implies, as of the last look. */
  private implied(group: Group): Series {
    const { kind, params } = this.measure;
    const series = newSeries(this.rule, group);
    const at = group.lookedAt;
    if (at === -Infinity) return series;
    const value = kind.tally!(group.timelines, params, at);
    series.last = { value, fields: { [kind.fields[0]!.name]: value } };
    series.lastAt = at;
    return series;
  }

  private wholeOf(group: Group): Series | undefined {
    return group.kept?.[this.place] ?? (this.implies(group) ? this.implied(group) : undefined);
  }

  /** The keys of its series. */
  private get keys(): readonly string[] {
    return this.splitBy === undefined ? this.rule.reading.by : [...this.rule.reading.by, this.splitBy];
  }

  /** The values of a series as those of its group and the key that splits it. */
  private parted(values: GroupValues): { own: GroupValues; key: string | undefined } {
    if (this.splitBy === undefined) return { own: values, key: undefined };
    const { [this.splitBy]: key, ...own } = values;
    return { own, key };
  }

  private touchesOf(touched: readonly GroupTouch[]): Touch[] {
    return touched.flatMap((touch) => (this.splitBy === undefined ? this.touchWhole(touch) : this.touchSplit(touch)));
  }

  private touchWhole(touched: GroupTouch): Touch {
    return { series: this.seriesIn(touched.group, undefined), touched };
  }

  /** The series of the keys that came or went, those with an alert, and all of the group when it came out of order. */
  private touchSplit(touched: GroupTouch): Touch[] {
    const { group, keys, late } = touched;
    const found = new Set(keys.map((key) => this.seriesIn(group, key)));
    for (const series of group.split?.[this.place]?.values() ?? []) if (late || series.episode) found.add(series);
    return [...found].map((series) => ({ series, touched }));
  }

  private seriesIn(group: Group, key: string | undefined): Series {
    if (key === undefined) return ((group.kept ??= [])[this.place] ??= newSeries(this.rule, group));
    const series = ((group.split ??= [])[this.place] ??= new Map<string, Series>());
    return series.get(key) ?? this.newSplit(series, group, key);
  }

  private newSplit(among: Map<string, Series>, group: Group, key: string): Series {
    const series = newSeries(this.rule, group, { field: this.splitBy!, key });
    among.set(key, series);
    this.splits.set(series.name, series);
    return series;
  }
}

function byName(a: Series, b: Series): number {
  return a.name < b.name ? -1 : 1;
}

/** `country=IQ,tactic=rocket` as its keys and values; `undefined` where it is no series name. */
function valuesOf(name: string): Record<string, string> | undefined {
  if (name === ALL) return {};
  const pairs = name.split(',').map((pair) => /^(\w+)=(.+)$/.exec(pair));
  return pairs.includes(null) ? undefined : Object.fromEntries(pairs.map((pair) => [pair![1], pair![2]]));
}

function sameKeys(given: readonly string[], wanted: readonly string[]): boolean {
  return given.length === wanted.length && given.every((key) => wanted.includes(key));
}
