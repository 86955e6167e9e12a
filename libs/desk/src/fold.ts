import { createGazetteer, type Gazetteer } from '@barometer/gazetteer';
import type { Change } from '@barometer/incident';
import type { ConfigEntry, Entry, HeartbeatEntry, RevisionEntry, TimedEntry } from '@barometer/journal';
import { Register } from '@barometer/register';
import type { Instant } from '@barometer/time';
import { feedOf, Watch, type Definition, type Moment, type Series, type Surroundings } from '@barometer/watch';
import { adopt } from './adopt.js';
import { configure } from './configure.js';
import { requireEngine } from './engine.js';
import { Feeds, type FeedLife } from './feeds.js';
import { incompleteOf, type Incomplete, type Loss } from './loss.js';
import { dueMoment, EntryMoment } from './moment.js';
import { keepLast, Seal, type Pending } from './seal.js';
import { Silence } from './silence.js';
import { Statements } from './statements.js';
import { surroundingsOf } from './surroundings.js';
import { Waiting } from './waiting.js';

/** Where the journal stands: never imported, importing, imported but nothing live yet, live. */
export type Phase = 'empty' | 'importing' | 'imported' | 'live';

/** The fold over the journal: `state' = step(state, entry)`, no wall clock, no randomness. */
export class Fold {
  now: Instant = -Infinity;
  phase: Phase = 'empty';
  definition: Definition | undefined;
  definitionHash: string | undefined;
  gazetteer: Gazetteer = createGazetteer({});
  register = new Register({ gazetteer: this.gazetteer, grades: {} });
  watches = new Map<string, Watch>();
  readonly feeds = new Feeds();
  readonly silence = new Silence();
  readonly statements = new Statements();
  readonly seal: Seal;
  /** The engine that the last config entry names: it stands in transitions, so that a newer one repeats old bytes. */
  engineInForce: string;
  /** Config entries that named another definition than the one in force. */
  ignoredConfigs = 0;
  /** Set where the journal's start was lost. */
  loss: Loss | undefined;
  /** Transitions not yet taken. */
  pending: Pending[] = [];
  /** False until the first live entry after a definition: only entries may begin a wait, since ticks change nothing. */
  private listening = false;
  private readonly waiting = new Waiting();
  private around = new Map<string, Surroundings>();
  private place = -1;

  constructor(readonly engine: string) {
    this.engineInForce = engine;
    this.seal = new Seal(() => ({ definition: this.definitionHash ?? '', engine: this.engineInForce }));
  }

  /** True until the first live entry: what comes out is history by its place. */
  get history(): boolean {
    return this.phase === 'importing' || this.phase === 'imported';
  }

  /** Folds one entry; its place is the journal offset. */
  step(entry: Entry, place: number): void {
    this.place = place;
    if (entry.type === 'config') this.config(entry);
    else this.timed(entry);
    this.close();
    this.takeOver(entry);
  }

  /** Lets everything happen that falls due up to the instant, as a tick would. */
  advance(to: Instant): void {
    for (let next = this.waiting.next; next && next.at <= to; next = this.waiting.next) {
      this.now = Math.max(this.now, next.at);
      this.fallDueAt(next.at);
      this.close();
    }
    this.now = Math.max(this.now, to);
  }

  /** What is missing where history was lost. */
  get incomplete(): Incomplete | undefined {
    return incompleteOf(this.loss, this.definition);
  }

  private close(): void {
    const out = this.seal.close(this.place);
    if (!this.loss?.told) this.pending.push(...out);
  }

  /** Past the place where the alert log ends, once now and a definition are known, what was told is taken over. */
  private takeOver(entry: Entry): void {
    const told = this.loss?.told;
    if (!told || this.place <= told.place || !this.definition || this.now === -Infinity) return;
    this.advance(told.at);
    this.listen();
    this.around.clear();
    delete this.loss!.told;
    adopt(this, told, new EntryMoment(entry, this.now, 'loss', this.history));
    this.close();
  }

  private config(entry: ConfigEntry): void {
    const lost = this.loss !== undefined && this.definitionHash === undefined;
    if (!lost && entry.replaces !== (this.definitionHash ?? null)) {
      this.ignoredConfigs += 1;
      return;
    }
    requireEngine(entry.engine, this.engine);
    configure(this, entry);
  }

  private timed(entry: TimedEntry): void {
    if (this.loss && this.loss.before === undefined) this.knownFrom(entry.recorded);
    const live = (entry.type === 'revision' || entry.type === 'heartbeat') && entry.imported !== true;
    const moves = entry.type !== 'act' || this.phase === 'live';
    if (moves) this.advance(entry.recorded);
    if (live) this.phase = 'live';
    else if (this.phase === 'empty' && 'imported' in entry) this.phase = 'importing';
    if (live && !this.listening) this.listen();
    if (entry.type === 'revision') this.revision(entry);
    else if (entry.type === 'heartbeat') this.heartbeat(entry);
    else if (entry.type === 'import ended') this.endImport(entry);
  }

  /** Queues the next silence of every feed, also of those never heard: they are waited for from now on. */
  private listen(): void {
    this.listening = true;
    for (const life of this.feeds.all()) {
      this.feeds.await(life, this.now);
      this.queueSilence(life);
    }
  }

  /** What was recorded before is lost: no feed speaks for that time. */
  knownFrom(before: Instant): void {
    this.loss!.before = before;
    this.feeds.knownFrom = before;
    this.around.clear();
  }

  private revision(entry: RevisionEntry): void {
    const { revision } = entry;
    const feed = feedOf(this.definition?.feeds ?? [], revision.dataset);
    this.sign(feed, this.now, false, entry);
    const { changes } = this.register.apply(revision);
    for (const change of changes) this.tell(change, entry);
  }

  private tell(change: Change, entry: RevisionEntry): void {
    this.statements.apply(change);
    const because = change.before ? 'revision' : 'incident';
    const moment = new EntryMoment(entry, this.now, because, this.history);
    for (const watch of this.watches.values()) watch.apply(change, moment, this.surroundings(watch));
  }

  private heartbeat(entry: HeartbeatEntry): void {
    this.sign(entry.feed, Math.min(entry.at, this.now), true, entry);
  }

  private endImport(entry: Entry): void {
    this.feeds.endImport();
    this.phase = 'imported';
    this.listening = false;
    this.coverageChanged(new EntryMoment(entry, this.now, 'feed', true), () => true);
  }

  private sign(feed: string, at: Instant, beat: boolean, entry: Entry): void {
    const what = this.feeds.sign(feed, { at, now: this.now, beat });
    const life = this.feeds.get(feed);
    if (!life) return;
    this.queueSilence(life);
    if (what === undefined) return;
    const moment = new EntryMoment(entry, this.now, 'feed', this.history);
    if (typeof what === 'object') this.endSilence(life, moment);
    this.coverageChanged(moment, (watch) => this.hasFeed(watch, feed));
  }

  private endSilence(life: FeedLife, moment: Moment): void {
    const alert = this.silence.alerts.get(life.definition.name);
    const draft = this.silence.resolve(life, this.ladder, moment, 'feed alive');
    if (draft && alert) this.seal.add(draft, (transition) => void (alert.last = transition));
  }

  /** Looks again at every series of the watches concerned: what their feeds speak for is another now. */
  private coverageChanged(moment: Moment, concerns: (watch: Watch) => boolean): void {
    this.around.clear();
    for (const watch of this.watches.values()) {
      if (!concerns(watch)) continue;
      const around = this.surroundings(watch);
      this.freezeOrThaw(watch, around.frozen);
      watch.lookAll(moment, around);
    }
  }

  private freezeOrThaw(watch: Watch, frozen: boolean): void {
    if (frozen) watch.frozenSince ??= this.now;
    else if (watch.frozenSince !== undefined) {
      watch.thaw(watch.frozenSince, this.now);
      watch.frozenSince = undefined;
    }
  }

  private hasFeed(watch: Watch, feed: string): boolean {
    const { feeds } = watch.definition;
    return feeds.length === 0 || feeds.includes(feed);
  }

  private fallDueAt(at: Instant): void {
    for (let next = this.waiting.next; next && next.at === at; next = this.waiting.next) {
      this.waiting.take();
      if ('feed' in next.of) this.maybeSilent(next.of.feed, at);
      else this.maybeDue(next.of, at);
    }
  }

  private maybeDue({ watch, rule, series }: { watch: Watch; rule: number; series: Series }, at: Instant): void {
    if (series.queued === at) series.queued = Infinity;
    if (this.watches.get(watch.definition.name) !== watch) return;
    if (series.due <= at) watch.dueAt(rule, series, dueMoment(at, this.history), this.surroundings(watch));
    else this.queueSeries(watch, rule, series);
  }

  private maybeSilent(feed: string, at: Instant): void {
    const life = this.feeds.get(feed);
    if (!life) return;
    life.queued = Infinity;
    if (this.feeds.silentAt(life, this.history) !== at) {
      this.queueSilence(life);
      return;
    }
    const moment = dueMoment(at, this.history);
    this.feeds.fallSilent(life);
    this.raiseSilence(life, moment);
    this.coverageChanged(moment, (watch) => this.hasFeed(watch, feed));
  }

  /** Raises the alert of a silent feed. */
  raiseSilence(life: FeedLife, moment: Moment): void {
    const draft = this.silence.raise(life, this.ladder, moment);
    const alert = this.silence.alerts.get(life.definition.name)!;
    this.seal.add(draft, (transition) => void (alert.last = transition));
  }

  /** Waits for a series' next due time. */
  queueSeries(watch: Watch, rule: number, series: Series): void {
    this.waiting.forSeries(watch, rule, series, this.now);
  }

  /** Waits for a feed's next silence. */
  queueSilence(life: FeedLife): void {
    this.waiting.forSilence(life, this.feeds.silentAt(life, this.history));
  }

  /** A watch at work in this fold. */
  newWatch(definition: Definition, index: number): Watch {
    const watch: Watch = new Watch(definition.watches[index]!, definition, {
      draft: (draft, series) => this.seal.add(draft, keepLast(series)),
      due: (rule, series) => this.queueSeries(watch, rule, series),
    });
    return watch;
  }

  /** What a watch sees around it; made anew when a feed or the definition changed. */
  surroundings(watch: Watch): Surroundings {
    const { name } = watch.definition;
    let around = this.around.get(name);
    if (!around) {
      around = surroundingsOf(this, watch);
      this.around.set(name, around);
    }
    return around;
  }

  /** Another definition, perhaps of other feeds, is in force. */
  redefined(): void {
    this.listening = false;
    for (const life of this.feeds.all()) this.queueSilence(life);
  }

  forgetSurroundings(): void {
    this.around.clear();
  }

  private get ladder(): readonly string[] {
    return this.definition?.ladder ?? ['low', 'elevated', 'high', 'critical'];
  }
}
