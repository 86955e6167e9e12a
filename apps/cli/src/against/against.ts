import type { Config } from '@barometer/config';
import type { Pending } from '@barometer/desk';
import type { TimedEntry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import { Replay, upTo } from '../replay.js';
import { compareEpisodes, type Difference } from './compare.js';
import { Episodes } from './episodes.js';
import { Notices } from './notices.js';

/** What a change of config does to a history. */
export interface Comparison {
  readonly alerts: readonly Difference[];
  /** Alerts of the new config in all. */
  readonly total: number;
  readonly notices: readonly { readonly receiver: string; readonly before: number; readonly after: number }[];
}

/** How far two configs are compared, and over what. */
export interface CompareOptions {
  readonly until?: Instant;
  /** Only this watch. */
  readonly watch?: string;
  /** Called with what the new config makes. */
  readonly onTransition?: (pending: Pending) => void;
}

/** Folds two configs over one history at once and tells them apart. */
export async function compareConfigs(
  configs: { readonly before: Config; readonly after: Config },
  entries: AsyncIterable<TimedEntry>,
  { until, watch, onTransition = () => {} }: CompareOptions,
): Promise<Comparison> {
  const before = new Outcome(configs.before, watch);
  const after = new Outcome(configs.after, watch, onTransition);
  for await (const entry of upTo(entries, until)) for (const one of [before, after]) one.step(entry);
  if (until !== undefined) for (const one of [before, after]) one.advance(until);
  const [was, now] = [before.notices.total(), after.notices.total()];
  const receivers = [...new Set([...was.keys(), ...now.keys()])].sort();
  return {
    alerts: compareEpisodes(before.episodes.all(), after.episodes.all()),
    total: after.episodes.all().length,
    notices: receivers.map((receiver) => ({
      receiver,
      before: was.get(receiver) ?? 0,
      after: now.get(receiver) ?? 0,
    })),
  };
}

class Outcome {
  readonly episodes = new Episodes();
  readonly notices: Notices;
  private readonly fold: Replay;

  constructor(
    config: Config,
    private readonly watch: string | undefined,
    private readonly onTransition: (pending: Pending) => void = () => {},
  ) {
    this.notices = new Notices(config);
    this.fold = new Replay(config);
  }

  step(entry: TimedEntry): void {
    this.take(this.fold.step(entry));
  }

  advance(to: Instant): void {
    this.take(this.fold.advance(to));
  }

  private take(pending: readonly Pending[]): void {
    for (const one of pending) {
      if (this.watch !== undefined && one.transition.watch !== this.watch) continue;
      this.episodes.take(one.transition);
      this.notices.take(one);
      this.onTransition(one);
    }
  }
}
