import type { RuleDefinition } from '@barometer/alert';
import type { Incident } from '@barometer/incident';
import type { Contribution } from '@barometer/indicator';
import type { WatchDefinition } from './definition.js';
import { groupsOf, type GroupName } from './group.js';
import { contributionOf, measureOf, type Measure } from './measure.js';
import { newGroup, newSeries, type Group, type Series } from './series.js';
import type { Touched } from './evaluate.js';

/** A rule at work: its groups of incidents and the series read from them. */
export class RuleState {
  readonly measure: Measure;
  readonly splitBy: string | undefined;
  private readonly groups = new Map<string, Group>();
  private readonly bySeries = new Map<string, Series>();

  constructor(
    readonly rule: RuleDefinition,
    watch: WatchDefinition,
  ) {
    this.measure = measureOf(rule, watch);
    this.splitBy = this.measure.kind.splitBy?.(this.measure.params);
  }

  /** Every series that ever had a contribution or holds an alert. */
  all(): Iterable<Series> {
    return this.bySeries.values();
  }

  find(name: string): Series | undefined {
    return this.bySeries.get(name);
  }

  /** Takes the incident's old contributions out and the new ones in; answers the touched series in name order. */
  change(before: Incident | undefined, after: Incident | undefined): Map<Series, Touched> {
    const touched = new Map<Series, MutableTouched>();
    for (let stream = 0; stream < this.measure.streams.length; stream++) {
      const gone = before && contributionOf(before, this.measure, stream);
      const come = after && contributionOf(after, this.measure, stream);
      if (gone) for (const group of groupsOf(before, this.rule.reading.by)) this.take(group, stream, gone, touched);
      if (come) for (const group of groupsOf(after, this.rule.reading.by)) this.put(group, stream, come, touched);
    }
    return touched.size <= 1 ? touched : inNameOrder(touched);
  }

  /** The series of an alert carried over from an earlier definition, made where no contribution has made it yet. */
  seriesFor(old: Series): Series {
    const found = this.bySeries.get(old.name);
    if (found) return found;
    const group = this.groupFor({ name: old.group.name, values: old.group.values });
    return this.makeSeries(group, old.key);
  }

  /** The series for a group's name, values and key; made when absent. */
  seriesOf(group: GroupName, key: string | undefined): Series {
    const made = this.groupFor(group);
    return made.series.get(key ?? '') ?? this.makeSeries(made, key);
  }

  private take(name: GroupName, stream: number, gone: Contribution, touched: Map<Series, MutableTouched>): void {
    const group = this.groups.get(name.name);
    if (!group?.timelines[stream]!.remove(gone.ref, gone.at)) return;
    this.touch(group, gone, true, true, touched);
  }

  private put(name: GroupName, stream: number, come: Contribution, touched: Map<Series, MutableTouched>): void {
    const group = this.groupFor(name);
    const timeline = group.timelines[stream]!;
    const last = timeline.size > 0 ? timeline.at(timeline.size - 1)! : undefined;
    timeline.insert(come);
    this.touch(group, come, false, last !== undefined && last.at >= come.at, touched);
  }

  /** Marks the series a contribution bears on: those of its keys, and all of the group when it came out of order. */
  private touch(
    group: Group,
    contribution: Contribution,
    gone: boolean,
    outOfOrder: boolean,
    touched: Map<Series, MutableTouched>,
  ): void {
    for (const key of this.splitBy === undefined ? [undefined] : (contribution.keys ?? [])) {
      mark(touched, group.series.get(key ?? '') ?? this.makeSeries(group, key), contribution.at, gone);
    }
    if (this.splitBy === undefined) return;
    for (const series of group.series.values()) {
      if (outOfOrder || series.episode) mark(touched, series, contribution.at, gone);
    }
  }

  private groupFor({ name, values }: GroupName): Group {
    let group = this.groups.get(name);
    if (!group) {
      group = newGroup(name, values, this.measure.streams.length);
      this.groups.set(name, group);
    }
    return group;
  }

  private makeSeries(group: Group, key: string | undefined): Series {
    const series = newSeries(this.rule, group, key === undefined ? undefined : { field: this.splitBy!, key });
    group.series.set(key ?? '', series);
    this.bySeries.set(series.name, series);
    return series;
  }
}

type MutableTouched = { at: number[]; revised: boolean };

function mark(touched: Map<Series, MutableTouched>, series: Series, at: number, gone: boolean): void {
  const known = touched.get(series);
  if (!known) touched.set(series, { at: [at], revised: gone });
  else {
    known.at.push(at);
    known.revised ||= gone;
  }
}

function inNameOrder(touched: Map<Series, MutableTouched>): Map<Series, Touched> {
  return new Map([...touched].sort(([a], [b]) => (a.name < b.name ? -1 : 1)));
}
