import type { FeedState } from '@barometer/alert';
import type { Incident } from '@barometer/incident';
import type { Contributor, Reading } from '@barometer/indicator';
import type { Entry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import { contributorsOf, explain, incidentsOf, readAt, seriesNames } from './ask.js';
import { ENGINE } from './engine.js';
import { feedSign, feedState } from './feeds.js';
import { Fold } from './fold.js';
import type { Incomplete } from './loss.js';
import { openAlerts } from './open.js';
import type { ChainEnd, Pending } from './seal.js';
import { Restoring, save, type Mark, type SnapshotPart } from './snapshot.js';
import type { Told } from './told.js';
import type { DeskView, Explanation, FeedSign, OpenAlert } from './view.js';

/** All watches over one journal: folds entries, hands out transitions, answers questions as known at its now. */
export class Desk implements DeskView {
  private fold: Fold;

  constructor(private readonly options: { readonly engine?: string } = {}) {
    this.fold = new Fold(options.engine ?? ENGINE);
  }

  /** Folds one entry; `place` is its journal offset. Throws `EngineTooOld` where the journal asks for a newer engine. */
  step(entry: Entry, place: number): void {
    this.fold.step(entry, place);
  }

  /** Moves now, as a tick would. */
  advance(to: Instant): void {
    this.fold.advance(to);
  }

  /**
   * The journal's start was lost: what is folded next is not its first entry. With what was `told`, nothing comes out
   * before the fold stands where the alert log ends; then it goes on from there.
   */
  lose(told?: Told): void {
    this.fold.loss = told ? { told } : {};
  }

  get incomplete(): Incomplete | undefined {
    const { incomplete, now } = this.fold;
    return incomplete && now < incomplete.until ? incomplete : undefined;
  }

  /** The transitions that came out since the last call, in order. */
  takePending(): readonly Pending[] {
    const { pending } = this.fold;
    this.fold.pending = [];
    return pending;
  }

  /** The state in parts: folding the rest of the journal over it equals folding all of it. Made as they are asked for, so do not step meanwhile. */
  save(mark: Mark): Iterable<SnapshotPart> {
    return save(this.fold, mark);
  }

  /** An empty state of this engine, to put saved parts into. */
  restoring(): Restoring {
    return new Restoring(this.engine);
  }

  /** Goes on from what was restored. */
  become(restored: Restoring): void {
    this.fold = restored.end();
  }

  get engine(): string {
    return this.options.engine ?? ENGINE;
  }

  /** Where each watch's chain of transitions stands. */
  get ends(): ReadonlyMap<string, ChainEnd> {
    return this.fold.seal.chains;
  }

  get now(): Instant {
    return this.fold.now;
  }

  get history(): boolean {
    return this.fold.history;
  }

  get definition(): Definition | undefined {
    return this.fold.definition;
  }

  get definitionHash(): string | undefined {
    return this.fold.definitionHash;
  }

  /** Config entries ignored because they named another definition than the one in force. */
  get ignoredConfigs(): number {
    return this.fold.ignoredConfigs;
  }

  get counts(): DeskView['counts'] {
    return this.fold.register.counts;
  }

  conflicts(): ReturnType<DeskView['conflicts']> {
    return this.fold.register.conflicts();
  }

  open(): readonly OpenAlert[] {
    return openAlerts(this.fold);
  }

  feeds(): readonly FeedState[] {
    return [...this.fold.feeds.all()].map(feedState);
  }

  signs(): readonly FeedSign[] {
    return [...this.fold.feeds.all()].map(feedSign);
  }

  series(watch: string, rule: string): readonly string[] {
    return seriesNames(this.fold, watch, rule);
  }

  read(watch: string, rule: string, series: string, at?: Instant): Reading | undefined {
    return readAt(this.fold, { watch, rule, series, at });
  }

  contributors(watch: string, rule: string, series: string, at?: Instant): readonly Contributor[] {
    return contributorsOf(this.fold, { watch, rule, series, at });
  }

  incidentsOf(watch: string, rule: string, series: string, from: Instant, to: Instant): readonly Incident[] {
    return incidentsOf(this.fold, { watch, rule, series }, { from, to });
  }

  explain(watch: string, rule: string, series: string): Explanation | undefined {
    return explain(this.fold, { watch, rule, series });
  }

  incident(id: string): Incident | undefined {
    return this.fold.register.incident(id) ?? byRecordId(this.fold.register.incidentsOf(id));
  }

  incidents(): Iterable<Incident> {
    return this.fold.register.incidents();
  }
}

/** The one incident of a record id; `undefined` when several datasets have it. */
function byRecordId(incidents: Iterable<Incident>): Incident | undefined {
  const found = [...incidents];
  return found.length === 1 ? found[0] : undefined;
}
