import type { Instant } from '@barometer/time';
import type { Series, Watch } from '@barometer/watch';
import { DueQueue, type Due } from './due.js';
import type { FeedLife } from './feeds.js';
import { SELF_WATCH, SILENCE_RULE } from './silence.js';

interface Waits extends Due {
  readonly of: { readonly watch: Watch; readonly rule: number; readonly series: Series } | { readonly feed: string };
}

/** What waits for its instant: series of watches, and silences of feeds. */
export class Waiting {
  private readonly queue = new DueQueue<Waits>();

  /** What falls due first. */
  get next(): Waits | undefined {
    return this.queue.peek();
  }

  take(): Waits | undefined {
    return this.queue.pop();
  }

  /** A series waits for its due time unless it already waits for an instant as early. */
  forSeries(watch: Watch, rule: number, series: Series, now: Instant): void {
    if (series.due === Infinity || series.queued <= series.due) return;
    series.queued = Math.max(series.due, now + 1);
    const names = { watch: watch.definition.name, rule: watch.rules[rule]!.rule.name, series: series.name };
    this.queue.push({ at: series.queued, ...names, of: { watch, rule, series } });
  }

  /** A feed waits for its silence, if one comes, unless it already waits for an instant as early. */
  forSilence(life: FeedLife, at: Instant): void {
    if (at === Infinity || life.queued <= at) return;
    life.queued = at;
    const feed = life.definition.name;
    this.queue.push({ at, watch: SELF_WATCH, rule: SILENCE_RULE, series: `feed=${feed}`, of: { feed } });
  }
}
