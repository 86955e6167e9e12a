import type { RuleDefinition } from '@barometer/alert';
import type { Incident } from '@barometer/incident';
import type { Contribution } from '@barometer/indicator';
import type { WatchDefinition } from './definition.js';
import type { Touched } from './evaluate.js';
import { Grouping, type GroupName } from './group.js';
import { contributionOf, measureOf, type Measure } from './measure.js';
import { newGroup, newSeries, type Group, type Series } from './series.js';

/** A series and what changed under it. */
export interface Touch {
  readonly series: Series;
  readonly touched: Touched;
}

const NOTHING: readonly Touch[] = [];

/** A rule at work: its groups of incidents and the series read from them. */
export class RuleState {
  readonly measure: Measure;
  readonly splitBy: string | undefined;
  private readonly grouping: Grouping;
  private readonly groups = new Map<string, Group>();
  private readonly bySeries = new Map<string, Series>();

  constructor(
    readonly rule: RuleDefinition,
    watch: WatchDefinition,
  ) {
    this.measure = measureOf(rule, watch);
    this.splitBy = this.measure.kind.splitBy?.(this.measure.params);
    this.grouping = new Grouping(rule.reading.by);
  }

  /** Every series that ever had a contribution or holds an alert. */
  all(): Iterable<Series> {
    return this.bySeries.values();
  }

  find(name: string): Series | undefined {
    return this.bySeries.get(name);
  }

  /** Takes the incident's old contributions out and the new ones in; answers the touched series in name order. */
  change(before: Incident | undefined, after: Incident | undefined): readonly Touch[] {
    const touches = new Touches();
    for (let stream = 0; stream < this.measure.streams.length; stream++) {
      const gone = before && contributionOf(before, this.measure, stream);
      const come = after && contributionOf(after, this.measure, stream);
      if (gone) for (const group of this.grouping.of(before)) this.take(group, stream, gone, touches);
      if (come) for (const group of this.grouping.of(after)) this.put(group, stream, come, touches);
    }
    return touches.inNameOrder();
  }

  /** The series of an alert carried over from an earlier definition, made where no contribution has made it yet. */
  seriesFor(old: Series): Series {
    return this.bySeries.get(old.name) ?? this.seriesOf(old.group, old.key);
  }

  /** The series for a group's name, values and key; made when absent. */
  seriesOf(group: GroupName, key: string | undefined): Series {
    return this.seriesIn(this.groupFor(group), key);
  }

  private take(name: GroupName, stream: number, gone: Contribution, touches: Touches): void {
    const group = this.groups.get(name.name);
    if (group?.timelines[stream]!.remove(gone.ref, gone.at))
      this.touch(group, gone, { gone: true, late: true }, touches);
  }

  private put(name: GroupName, stream: number, come: Contribution, touches: Touches): void {
    const group = this.groupFor(name);
    const timeline = group.timelines[stream]!;
    const { size } = timeline;
    const late = size > 0 && timeline.at(size - 1)!.at >= come.at;
    timeline.insert(come);
    this.touch(group, come, { gone: false, late }, touches);
  }

  /** Marks the series a contribution bears on: those of its keys, and all of the group when it came out of order. */
  private touch(
    group: Group,
    contribution: Contribution,
    how: { gone: boolean; late: boolean },
    touches: Touches,
  ): void {
    if (this.splitBy === undefined) {
      touches.mark(this.seriesIn(group, undefined), contribution.at, how.gone);
      return;
    }
    for (const key of contribution.keys ?? []) touches.mark(this.seriesIn(group, key), contribution.at, how.gone);
    for (const series of group.split?.values() ?? []) {
      if (how.late || series.episode) touches.mark(series, contribution.at, how.gone);
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

  private seriesIn(group: Group, key: string | undefined): Series {
    const known = key === undefined ? group.whole : group.split?.get(key);
    if (known) return known;
    const split = key === undefined ? undefined : { field: this.splitBy!, key };
    const series = newSeries(this.rule, group, split);
    if (key === undefined) group.whole = series;
    else (group.split ??= new Map()).set(key, series);
    this.bySeries.set(series.name, series);
    return series;
  }
}

type Marked = { readonly series: Series; readonly touched: { readonly at: number[]; revised: boolean } };

/** The series touched by one change; mostly one. */
class Touches {
  private readonly marked: Marked[] = [];

  mark(series: Series, at: number, gone: boolean): void {
    const known = this.marked.find((one) => one.series === series);
    if (!known) this.marked.push({ series, touched: { at: [at], revised: gone } });
    else {
      known.touched.at.push(at);
      known.touched.revised ||= gone;
    }
  }

  inNameOrder(): readonly Touch[] {
    if (this.marked.length === 0) return NOTHING;
    return this.marked.length === 1
      ? this.marked
      : this.marked.sort((a, b) => (a.series.name < b.series.name ? -1 : 1));
  }
}
