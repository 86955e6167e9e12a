import { alertId, type Transition } from '@barometer/alert';
import { DAY, formatDuration, iso, type Instant } from '@barometer/time';
import type { Draft, Moment } from '@barometer/watch';
import { feedState, quietSince, type FeedLife } from './feeds.js';

/** The built-in watch over Barometer itself. */
export const SELF_WATCH = 'barometer';
/** Its rule: a feed that names `silentAfter` showed no sign of life for that long. */
export const SILENCE_RULE = 'feed silent';

/** The open alert of a silent feed. */
export interface SilenceAlert {
  readonly feed: string;
  readonly alertId: string;
  readonly since: Instant;
  readonly level: string;
  seq: number;
  last?: Transition;
}

/** The built-in watch: one series a feed, raised at the rung below the top, resolved by the next sign of life. */
export class Silence {
  readonly alerts = new Map<string, SilenceAlert>();
  watchSeq = 0;

  /** The feed has fallen silent. */
  raise(life: FeedLife, ladder: readonly string[], moment: Moment): Draft {
    const feed = life.definition.name;
    const level = ladder[Math.max(0, ladder.length - 2)]!;
    this.watchSeq += 1;
    const series = `feed=${feed}`;
    const about = { watch: SELF_WATCH, rule: SILENCE_RULE, series, cause: moment.cause(), watchSeq: this.watchSeq };
    const alert: SilenceAlert = { feed, alertId: alertId(about), since: moment.at, level, seq: 1 };
    this.alerts.set(feed, alert);
    return this.draft(life, ladder, moment, { alert, transition: 'raised', reason: 'feed silent' });
  }

  /** The feed is alive again; nothing where no alert is open. */
  resolve(life: FeedLife, ladder: readonly string[], moment: Moment, reason: Transition['reason']): Draft | undefined {
    const alert = this.alerts.get(life.definition.name);
    if (!alert) return undefined;
    this.alerts.delete(alert.feed);
    this.watchSeq += 1;
    alert.seq += 1;
    return this.draft(life, ladder, moment, { alert, transition: 'resolved', reason });
  }

  private draft(
    life: FeedLife,
    ladder: readonly string[],
    moment: Moment,
    { alert, transition, reason }: { alert: SilenceAlert } & Pick<Draft, 'transition' | 'reason'>,
  ): Draft {
    const raised = transition === 'raised';
    const { level } = alert;
    const silentAfter = life.definition.silentAfter ?? 0;
    const days = raised ? (moment.at - quietSince(life)) / DAY : (moment.at - alert.since + silentAfter) / DAY;
    return {
      v: 1,
      at: iso(moment.at),
      watch: SELF_WATCH,
      watchTitle: 'Barometer itself',
      rule: SILENCE_RULE,
      title: `Feed ${alert.feed} silent`,
      series: `feed=${alert.feed}`,
      alertId: alert.alertId,
      seq: alert.seq,
      watchSeq: this.watchSeq,
      transition,
      level: raised ? level : null,
      previous: raised ? null : level,
      ladder,
      tone: 'alarm',
      since: iso(alert.since),
      reason,
      reading: { kind: SILENCE_RULE, params: { silentAfter }, of: 'signs of life' },
      value: days,
      fields: { silent: raised, days },
      threshold: { level, condition: `silent >= ${formatDuration(silentAfter)}` },
      provisional: false,
      coverage: [feedState(life)],
      evidence: [],
      evidenceTotal: 0,
      context: [],
      cause: moment.cause(),
      causedBy: moment.causedBy,
      history: moment.history,
    };
  }
}
