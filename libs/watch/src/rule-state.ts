import type { RuleDefinition } from '@barometer/alert';
import type { Touched } from './evaluate.js';
import { ALL, nameOf, type GroupName } from './group.js';
import type { Group, Groups, GroupTouch } from './groups.js';
import type { Measure } from './measure.js';
import { newSeries, type Series } from './series.js';

/** A series and what changed under it. */
export interface Touch {
  readonly series: Series;
  readonly touched: Touched;
}

/** A rule at work: the series it reads from its groups of incidents. */
export class RuleState {
  readonly splitBy: string | undefined;
  private readonly place: number;
  private readonly bySeries = new Map<string, Series>();

  constructor(
    readonly rule: RuleDefinition,
    readonly measure: Measure,
    readonly groups: Groups,
  ) {
    this.splitBy = measure.kind.splitBy?.(measure.params);
    this.place = groups.join();
  }

  /** Every series that ever had a contribution or holds an alert. */
  all(): Iterable<Series> {
    return this.bySeries.values();
  }

  find(name: string): Series | undefined {
    return this.bySeries.get(name);
  }

  /** The series that a change of the groups bears on, in name order. */
  touches(groups: readonly GroupTouch[]): readonly Touch[] {
    if (groups.length === 1 && this.splitBy === undefined) return [this.touchWhole(groups[0]!)];
    const touches = groups.flatMap((touch) =>
      this.splitBy === undefined ? this.touchWhole(touch) : this.touchSplit(touch),
    );
    return touches.sort((a, b) => (a.series.name < b.series.name ? -1 : 1));
  }

  /** The series of an alert carried over from an earlier definition, made where no contribution has made it yet. */
  seriesFor(old: Series): Series {
    return this.bySeries.get(old.name) ?? this.seriesOf(old.group, old.key);
  }

  /** The series for a group's name, values and key; made when absent. */
  seriesOf(group: GroupName, key: string | undefined): Series {
    return this.seriesIn(this.groups.group(group), key);
  }

  /** A well-named series that never had a contribution: it reads as empty and is not kept; `undefined` for another name. */
  unseen(name: string): Series | undefined {
    const values = valuesOf(name);
    const wanted = [...this.rule.reading.by, ...(this.splitBy === undefined ? [] : [this.splitBy])];
    if (!values || nameOf(values) !== name || !sameKeys(Object.keys(values), wanted)) return undefined;
    const { [this.splitBy ?? '']: key, ...own } = values;
    const group = this.groups.unseen({ name: nameOf(own), values: own });
    return newSeries(this.rule, group, key === undefined ? undefined : { field: this.splitBy!, key });
  }

  private touchWhole(touched: GroupTouch): Touch {
    return { series: this.seriesIn(touched.group, undefined), touched };
  }

  /** The series of the keys that came or went, those with an alert, and all of the group when it came out of order. */
  private touchSplit(touched: GroupTouch): Touch[] {
    const { group, keys, late } = touched;
    const found = new Set(keys.map((key) => this.seriesIn(group, key)));
    for (const series of group.split[this.place]?.values() ?? []) if (late || series.episode) found.add(series);
    return [...found].map((series) => ({ series, touched }));
  }

  private seriesIn(group: Group, key: string | undefined): Series {
    const { place } = this;
    const known = key === undefined ? group.whole[place] : group.split[place]?.get(key);
    if (known) return known;
    const split = key === undefined ? undefined : { field: this.splitBy!, key };
    const series = newSeries(this.rule, group, split);
    if (key === undefined) group.whole[place] = series;
    else (group.split[place] ??= new Map()).set(key, series);
    this.bySeries.set(series.name, series);
    return series;
  }
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
