import type { Incident } from '@barometer/incident';
import { createTimeline, type Contribution, type Timeline } from '@barometer/indicator';
import type { Grouping, GroupName } from './group.js';
import { contributionOf, type Measure } from './measure.js';
import type { Series } from './series.js';

/** The incidents of one group: a timeline a stream, and the series that rules read from them. */
export interface Group extends GroupName {
  readonly timelines: readonly Timeline[];
  /** By the rule's place among those that share the group: its one series, where the kind does not split the group. */
  readonly whole: (Series | undefined)[];
  /** By the same place: the series by field value, where it does; made with the first. */
  readonly split: (Map<string, Series> | undefined)[];
}

/** What one change did to a group. */
export interface GroupTouch {
  readonly group: Group;
  /** The occurrences of contributions that came or went. */
  readonly at: number[];
  /** A contribution went, or another of the same incident took its place. */
  revised: boolean;
  /** Something came or went before the newest. */
  late: boolean;
  /** The field values of what came or went. */
  keys: readonly string[];
}

const NOTHING: readonly GroupTouch[] = [];

/** Incidents of one measure sorted into groups; rules that measure the same share them. */
export class Groups {
  private readonly byName = new Map<string, Group>();
  private readers = 0;

  constructor(
    private readonly measure: Measure,
    private readonly grouping: Grouping,
  ) {}

  /** A place among the rules that share these groups. */
  join(): number {
    return this.readers++;
  }

  /** Takes the incident's old contributions out and the new ones in; answers what was touched. */
  change(before: Incident | undefined, after: Incident | undefined): readonly GroupTouch[] {
    let touched: GroupTouch[] | undefined;
    for (let stream = 0; stream < this.measure.streams.length; stream++) {
      const gone = before && contributionOf(before, this.measure, stream);
      const come = after && contributionOf(after, this.measure, stream);
      if (gone) for (const name of this.grouping.of(before)) this.take(name, stream, gone, (touched ??= []));
      if (come) for (const name of this.grouping.of(after)) this.put(name, stream, come, (touched ??= []));
    }
    return touched ?? NOTHING;
  }

  /** The group of that name; made when absent. */
  group(name: GroupName): Group {
    let group = this.byName.get(name.name);
    if (!group) {
      group = this.unseen(name);
      this.byName.set(name.name, group);
    }
    return group;
  }

  /** The group of that name, or an empty one that is not kept. */
  unseen({ name, values }: GroupName): Group {
    const known = this.byName.get(name);
    if (known) return known;
    return { name, values, timelines: this.measure.streams.map(() => createTimeline()), whole: [], split: [] };
  }

  private take(name: GroupName, stream: number, gone: Contribution, touched: GroupTouch[]): void {
    const group = this.byName.get(name.name);
    if (!group?.timelines[stream]!.remove(gone.ref, gone.at)) return;
    const touch = touchOf(group, gone, touched);
    touch.revised = true;
    touch.late = true;
  }

  private put(name: GroupName, stream: number, come: Contribution, touched: GroupTouch[]): void {
    const group = this.group(name);
    const timeline = group.timelines[stream]!;
    const { size } = timeline;
    const late = size > 0 && timeline.at(size - 1)!.at >= come.at;
    timeline.insert(come);
    if (late) touchOf(group, come, touched).late = true;
    else touchOf(group, come, touched);
  }
}

const NO_KEYS: readonly string[] = [];

function touchOf(group: Group, { at, keys = NO_KEYS }: Contribution, touched: GroupTouch[]): GroupTouch {
  for (const known of touched) {
    if (known.group !== group) continue;
    known.at.push(at);
    if (keys.length > 0) known.keys = [...new Set([...known.keys, ...keys])];
    return known;
  }
  const touch = { group, at: [at], revised: false, late: false, keys };
  touched.push(touch);
  return touch;
}
