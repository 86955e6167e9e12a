import type { Config } from '@barometer/config';
import type { TimedEntry } from '@barometer/journal';
import { iso, type Instant } from '@barometer/time';
import { chooseSeries, type Chosen } from '../choose.js';
import { onlyRules } from '../definition.js';
import { CannotRun } from '../exit.js';
import { Replay } from '../replay.js';
import { readingLine, type ReadingLine } from './line.js';
import type { Samples } from './samples.js';
import type { Times } from './times.js';

/** Reads chosen rules at many instants in one fold. */
export class ReadingReader {
  private readonly fold: Replay;

  constructor(
    config: Config,
    private readonly asked: {
      readonly chosen: readonly Chosen[];
      readonly series?: string;
      /** Contributors are not wanted. */
      readonly bare: boolean;
      /** Takes what the desk shows at each instant, too. */
      readonly samples?: Samples;
    },
  ) {
    const wanted = new Set(asked.chosen.map(({ watch, rule }) => `${watch.name}\n${rule.name}`));
    this.fold = new Replay(onlyRules(config, (watch, rule) => wanted.has(`${watch}\n${rule}`)));
  }

  /** The fold's now; `-Infinity` before the first entry. */
  get now(): Instant {
    return this.fold.desk.now;
  }

  /** Lines in order of time, each from what was known at its time, or at `knownAt`. */
  async *read(entries: AsyncIterable<TimedEntry>, times: Times, knownAt?: Instant): AsyncIterable<ReadingLine> {
    let last = -Infinity;
    let first: Instant | undefined;
    for await (const entry of entries) {
      if (knownAt !== undefined && entry.recorded > knownAt) break;
      first ??= entry.recorded;
      if (knownAt === undefined) for (const at of times.before(entry.recorded)) yield* this.linesAt(at);
      if (times.done) return;
      const told = this.fold.step(entry);
      this.asked.samples?.told(told);
      last = entry.recorded;
    }
    if (first === undefined) return;
    if (knownAt !== undefined) {
      const told = this.fold.advance(knownAt);
      this.asked.samples?.told(told);
    }
    // With everything known at once, the steps still begin on the first day.
    yield* this.linesOf(times.before(first), knownAt);
    yield* this.linesOf(times.rest(last), knownAt);
  }

  private *linesOf(instants: Iterable<Instant>, knownAt: Instant | undefined): Iterable<ReadingLine> {
    for (const at of instants) {
      if (knownAt !== undefined && at > knownAt)
        throw new CannotRun(`what is read at ${iso(at)} cannot be known at ${iso(knownAt)} already`);
      yield* this.linesAt(at);
    }
  }

  private *linesAt(at: Instant): Iterable<ReadingLine> {
    const { chosen, series: asked, bare, samples } = this.asked;
    const { desk } = this.fold;
    const told = this.fold.advance(at);
    samples?.told(told);
    samples?.take(desk, at);
    for (const one of chosen) {
      for (const series of chooseSeries(desk, one, asked)) {
        yield readingLine(desk, { ...one, bare }, series, at);
      }
    }
  }
}
