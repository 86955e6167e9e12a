import { createTimeline, type Contribution, type Timeline } from '@barometer/indicator';
import type { Alike, RestingIncident } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import { Grouping, nameOf, type Groupable, type GroupName, type GroupValues } from './group.js';
import { contributionAtRest, contributionOf, mayRestIn, type Counted, type Measure } from './measure.js';
import type { Series } from './series.js';

/** The incidents of one group: a timeline a stream, and the series that rules keep of them. */
export class Group implements GroupName {
  /** When the rules last looked at what came or went; a series that is not kept was last read then. */
  lookedAt: Instant = -Infinity;
  /** By the rule's place among those that share the group: the one series of a kind that does not split it. */
  kept: (Series | undefined)[] | undefined;
  /** By the same place: the series by field value of a kind that does. */
  split: (Map<string, Series> | undefined)[] | undefined;
  /** Incidents at rest that are not in the timelines yet. */
  private resting: (readonly RestingIncident[])[] | undefined;
  private readonly filled: readonly Timeline[];

  constructor(
    private readonly grouping: Grouping,
    private readonly id: string,
    private readonly measure: Measure,
  ) {
    this.filled = measure.streams.map(createTimeline);
  }

  /** A timeline a stream; incidents at rest are put there when one is asked for. */
  get timelines(): readonly Timeline[] {
    if (this.resting !== undefined) this.wake(this.resting);
    return this.filled;
  }

  /** Whether incidents rest in it. */
  get rests(): boolean {
    return this.resting !== undefined;
  }

  /** Whether nothing is in the first stream; of a plain kind only, since any incident at rest counts. */
  get empty(): boolean {
    return this.resting === undefined && this.filled[0]!.size === 0;
  }

  /** Takes in incidents at rest. */
  rest(incidents: readonly RestingIncident[]): void {
    (this.resting ??= []).push(incidents);
  }

  private wake(resting: readonly (readonly RestingIncident[])[]): void {
    this.resting = undefined;
    for (const incident of resting.flat()) {
      this.filled.forEach((timeline, stream) => {
        const contribution = contributionAtRest(incident, this.measure, stream);
        if (contribution) timeline.insert(contribution);
      });
    }
  }

  get name(): string {
    return this.grouping.nameOf(this.id);
  }

  get values(): GroupValues {
    return this.grouping.valuesOf(this.id);
  }
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

/** Who reads groups and may have to keep how one stood before something is taken out of it. */
export interface Reader {
  keep(group: Group): void;
}

const NOTHING: readonly GroupTouch[] = [];

/** Incidents of one measure sorted into groups; rules that measure the same share them. */
export class Groups {
  /** What the last change touched. */
  touched: readonly GroupTouch[] = NOTHING;
  private readonly byId = new Map<string, Group>();
  /** Groups of other keys, by name: what alerts of an earlier definition are carried over to. */
  private readonly foreign = new Map<string, Group>();
  private readonly readers: Reader[] = [];

  constructor(
    private readonly measure: Measure,
    private readonly grouping: Grouping,
  ) {}

  /** A place among the rules that share these groups. */
  join(reader: Reader): number {
    return this.readers.push(reader) - 1;
  }

  /** Takes the incident's old contributions out and the new ones in; `touched` is then what that touched. */
  change(before: Counted | undefined, after: Counted | undefined): void {
    let touched: GroupTouch[] | undefined;
    for (let stream = 0; stream < this.measure.streams.length; stream++) {
      const gone = before && contributionOf(before, this.measure, stream);
      const come = after && contributionOf(after, this.measure, stream);
      if (gone) for (const id of this.grouping.of(before.incident)) this.take(id, stream, gone, (touched ??= []));
      if (come) for (const id of this.grouping.of(after.incident)) this.put(id, stream, come, (touched ??= []));
    }
    this.touched = touched ?? NOTHING;
  }

  /** Takes in incidents at rest. */
  rest({ facets, incidents }: Alike): void {
    if (!mayRestIn(this.measure, facets)) return;
    if (this.grouping.tellsApart) for (const incident of incidents) this.restIn([incident]);
    else this.restIn(incidents);
  }

  /** The rules have looked at what was touched. */
  looked(at: Instant): void {
    for (const { group } of this.touched) group.lookedAt = at;
  }

  /** The rules have looked at every group. */
  lookedAtAll(at: Instant): void {
    for (const group of this.byId.values()) group.lookedAt = at;
  }

  *all(): Iterable<Group> {
    yield* this.byId.values();
    yield* this.foreign.values();
  }

  /** The group of that name, if it is there. */
  find(name: string): Group | undefined {
    const id = this.grouping.idOfName(name);
    return (id === undefined ? undefined : this.byId.get(id)) ?? this.foreign.get(name);
  }

  /** The group of these values; made when absent. */
  group(values: GroupValues): Group {
    return this.groupOf(this.grouping.idOf(values));
  }

  /** An empty group of other keys; made when absent. */
  foreignGroup(values: GroupValues): Group {
    const name = nameOf(values);
    const grouping = new Grouping(Object.keys(values) as ConstructorParameters<typeof Grouping>[0]);
    const group = this.foreign.get(name) ?? this.newGroup(grouping.idOf(values), grouping);
    this.foreign.set(name, group);
    return group;
  }

  /** The group of these values, or an empty one that is not kept. */
  unseen(values: GroupValues): Group {
    const id = this.grouping.idOf(values);
    return this.byId.get(id) ?? this.newGroup(id);
  }

  /** Takes in incidents at rest that are all in the same groups. */
  private restIn(incidents: readonly RestingIncident[]): void {
    for (const id of this.grouping.of(groupableOf(incidents[0]!))) this.groupOf(id).rest(incidents);
  }

  private groupOf(id: string): Group {
    let group = this.byId.get(id);
    if (group === undefined) {
      group = this.newGroup(id);
      this.byId.set(id, group);
    }
    return group;
  }

  private newGroup(id: string, grouping = this.grouping): Group {
    return new Group(grouping, id, this.measure);
  }

  private take(id: string, stream: number, gone: Contribution, touched: GroupTouch[]): void {
    const group = this.byId.get(id);
    if (group === undefined) return;
    for (const reader of this.readers) reader.keep(group);
    if (!group.timelines[stream]!.remove(gone.ref, gone.at)) return;
    const touch = touchOf(group, gone, touched);
    touch.revised = true;
    touch.late = true;
  }

  private put(id: string, stream: number, come: Contribution, touched: GroupTouch[]): void {
    const group = this.groupOf(id);
    const timeline = group.timelines[stream]!;
    const late = timeline.end >= come.at;
    timeline.insert(come);
    if (late) touchOf(group, come, touched).late = true;
    else touchOf(group, come, touched);
  }
}

/** The record id is read only where groups are told apart by it. */
function groupableOf(incident: RestingIncident): Groupable {
  const { facets } = incident;
  return {
    facets,
    get revision() {
      return { dataset: facets.dataset[0]!, recordId: incident.recordId };
    },
  };
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
