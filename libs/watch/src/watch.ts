import { thaw, type RuleDefinition, type Transition } from '@barometer/alert';
import type { Alike, Change, Facets, Incident } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import { adopt } from './adopt.js';
import type { Definition, WatchDefinition } from './definition.js';
import type { Draft } from './draft.js';
import { carryOver, closeAlert, reconsider } from './change-rule.js';
import { feedOf } from './feed-of.js';
import { evaluate, type Frame, type Touched } from './evaluate.js';
import { matches } from './filter.js';
import { Grouping } from './group.js';
import { Groups } from './groups.js';
import { Itemised } from './itemised.js';
import { counted, measureOf } from './measure.js';
import { RuleState } from './rule-state.js';
import type { Series } from './series.js';
import type { Moment, Surroundings } from './surroundings.js';
import { Totals } from './totals.js';

type MutableFrame = { -readonly [K in keyof Frame]: Frame[K] };

/** What a watch hands back: drafts in the order they came out, and the series whose due time moved. */
export interface Output {
  draft(draft: Draft, series: Series): void;
  due(rule: number, series: Series): void;
}

/** One watch at work: its rules in name order over the incidents that match it. */
export class Watch {
  readonly rules: readonly RuleState[];
  readonly totals = new Totals();
  private readonly itemised: Itemised;
  /** One frame a rule, filled anew for each look. */
  private readonly frames: MutableFrame[];
  private readonly groups: readonly Groups[];
  /** The number of the last transition; the next one gets one more. */
  watchSeq = 0;
  /** Since when one of its feeds has been silent; no release runs meanwhile. */
  frozenSince: Instant | undefined;

  constructor(
    readonly definition: WatchDefinition,
    private readonly whole: Pick<Definition, 'ladder' | 'feeds'>,
    private readonly out: Output,
  ) {
    this.itemised = new Itemised(whole.feeds);
    const byName = [...definition.rules].sort((a, b) => (a.name < b.name ? -1 : 1));
    const shared = new Map<string, Groups>();
    this.rules = byName.map((rule) => this.newRule(rule, shared));
    this.groups = [...shared.values()];
    this.frames = this.rules.map((state) => this.newFrame(state));
  }

  /** Whether an incident is this watch's, by filter and feed. */
  takes(incident: Incident): boolean {
    return this.takesAll(incident.facets);
  }

  /** Whether incidents with these facets are this watch's. */
  private takesAll(facets: Facets): boolean {
    if (!matches(this.definition.match, facets)) return false;
    const { feeds } = this.definition;
    return feeds.length === 0 || facets.dataset.some((dataset) => feeds.includes(this.feedOf(dataset)));
  }

  /** Takes a change in and looks at every series it touches. */
  apply(change: Change, moment: Moment, around: Surroundings): void {
    const { before, after } = this.mine(change);
    if (!before && !after) return;
    this.change(before, after);
    for (let i = 0; i < this.rules.length; i++) {
      const rule = this.rules[i]!;
      for (const { series, touched } of rule.touches(moment.at)) {
        this.look(i, series, moment, around, touched);
        rule.letGo(series);
      }
    }
    for (const groups of this.groups) groups.looked(moment.at);
  }

  /** Takes an incident in without looking: to rebuild timelines. */
  load(incident: Incident): void {
    const { after } = this.mine({ after: incident });
    if (!after) return;
    this.change(undefined, after);
    for (const rule of this.rules) rule.admit();
  }

  /** Takes incidents at rest in without looking; their series stand already, or `admitResting` makes them. */
  rest(alike: Alike): void {
    if (!this.takesAll(alike.facets)) return;
    this.itemised.rest(alike);
    for (const groups of this.groups) groups.rest(alike);
  }

  /** Makes the series of what rests. */
  admitResting(): void {
    for (const rule of this.rules) rule.admitResting();
  }

  /** Looks at one series whose time has come. */
  dueAt(rule: number, series: Series, moment: Moment, around: Surroundings): void {
    this.look(rule, series, moment, around, undefined);
  }

  /** Looks at every series: coverage changed, or a feed fell silent or came back. */
  lookAll(moment: Moment, around: Surroundings): void {
    this.wake(moment.at);
    this.eachSeries((rule, series) => this.look(rule, series, moment, around, undefined));
  }

  /** Looks at every series after a change of the definition: the readings now decide. */
  reconsiderAll(moment: Moment, around: Surroundings): void {
    this.wake(moment.at);
    this.eachSeries((rule, series) => {
      const draft = reconsider(this.frame(rule, moment, around), series);
      this.emit(rule, series, draft);
    });
  }

  /** Puts the alerts that were told in place of those a fold without its history made up; `told` finds one by rule and series. */
  adoptAll(told: (rule: string, series: string) => Transition | undefined, moment: Moment, around: Surroundings): void {
    this.eachSeries((rule, series) => {
      if (!series.episode) return;
      const last = told(this.rules[rule]!.rule.name, series.name);
      this.emit(rule, series, adopt(this.frame(rule, moment, around), series, last));
    });
  }

  /** Takes over the open alerts of an earlier self; what no rule of this definition watches is closed there. */
  takeOver(earlier: Watch, moment: Moment, around: Surroundings): void {
    earlier.eachSeries((i, old) => {
      if (!old.episode) return;
      const rule = this.rules.find(({ rule: { name } }) => name === earlier.rules[i]!.rule.name);
      if (rule) carryOver(old, earlier.rules[i]!.rule, rule.seriesFor(old), rule.rule, moment.at);
      else earlier.close(i, old, moment, around);
    });
    this.watchSeq = earlier.watchSeq;
  }

  /** Resolves every open alert: the watch is no longer defined. */
  closeAll(moment: Moment, around: Surroundings): void {
    this.eachSeries((rule, series) => {
      if (series.episode) this.close(rule, series, moment, around);
    });
  }

  private close(rule: number, series: Series, moment: Moment, around: Surroundings): void {
    this.emit(rule, series, closeAlert(this.frame(rule, moment, around), series));
  }

  /** Releases paused while a feed was silent go on. */
  thaw(from: Instant, to: Instant): void {
    this.eachSeries((_, series) => thaw(series.ladder, from, to));
  }

  /** Every series that is kept, rules and series in name order: all that hold an alert or wait for something. */
  eachSeries(visit: (rule: number, series: Series) => void): void {
    this.rules.forEach((rule, i) => {
      for (const series of rule.kept()) visit(i, series);
    });
  }

  /** Keeps every series that no longer rests; the others count as looked at. */
  private wake(at: Instant): void {
    for (const rule of this.rules) rule.wake(at);
    for (const groups of this.groups) groups.lookedAtAll(at);
  }

  /** Changes every group once, whatever the number of rules that read it. */
  private change(before: Incident | undefined, after: Incident | undefined): void {
    if (before) this.forget(before);
    if (after) this.note(after);
    const gone = before && counted(before);
    const come = after && counted(after);
    for (const groups of this.groups) groups.change(gone, come);
  }

  private note(incident: Incident): void {
    this.totals.put(incident);
    this.itemised.put(incident);
  }

  private forget(incident: Incident): void {
    this.totals.remove(incident);
    this.itemised.remove(incident);
  }

  /** Rules of plain kinds over the same set and grouping share their groups; any other rule has its own. */
  private newRule(rule: RuleDefinition, shared: Map<string, Groups>): RuleState {
    const measure = measureOf(rule, this.definition);
    const { kind, params } = measure;
    const own = kind.plain === true ? '' : rule.name;
    const key = JSON.stringify([[...rule.reading.by].sort(), params['of'] ?? null, own]);
    const groups = shared.get(key) ?? new Groups(measure, new Grouping(rule.reading.by));
    shared.set(key, groups);
    return new RuleState(rule, measure, groups);
  }

  private mine({ before, after }: Change): Change {
    return {
      before: before && this.takes(before) ? before : undefined,
      after: after && this.takes(after) ? after : undefined,
    };
  }

  private look(rule: number, series: Series, moment: Moment, around: Surroundings, touched: Touched | undefined): void {
    const draft = evaluate(this.frame(rule, moment, around), series, touched);
    this.emit(rule, series, draft);
  }

  private emit(rule: number, series: Series, draft: Draft | undefined): void {
    if (draft) this.out.draft(draft, series);
    this.out.due(rule, series);
  }

  private frame(rule: number, moment: Moment, around: Surroundings): Frame {
    const frame = this.frames[rule]!;
    frame.moment = moment;
    frame.around = around;
    return frame;
  }

  private newFrame({ rule, measure }: RuleState): MutableFrame {
    const { definition: watch, totals, itemised } = this;
    const blank = {} as { moment: Moment; around: Surroundings };
    const fixed = {
      watch,
      ladder: this.whole.ladder,
      rule,
      measure,
      totals,
      itemised,
      watchSeq: () => ++this.watchSeq,
    };
    return { ...fixed, moment: blank.moment, around: blank.around };
  }

  private feedOf(dataset: string): string {
    return feedOf(this.whole.feeds, dataset);
  }
}
