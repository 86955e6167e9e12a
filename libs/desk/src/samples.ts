import { hasClosedSeries, thresholdsOf, type RuleDefinition } from '@barometer/alert';
import type { Reading } from '@barometer/indicator';
import type { Instant } from '@barometer/time';
import type { DeskView } from './view.js';

/** One number of a metric, with the values of its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric that a desk alone gives: asked when scraped, or step by step over a history. */
export interface DeskMetric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Its samples from what is known; of readings at any instant up to now, of all else as it stands now. */
  samples(desk: DeskView, at?: Instant): Iterable<Sample>;
}

/** Readings and what they are compared with; series of open vocabularies are left to pages and API. */
export const READING_METRICS: readonly DeskMetric[] = [
  {
    name: 'barometer_reading',
    help: 'The reading of a series now; groupings by open lists of values are left to page and API.',
    labels: ['watch', 'rule', 'series'],
    *samples(desk, at) {
      for (const { labels, reading } of eachReading(desk, at)) yield { labels, value: reading.value };
    },
  },
  {
    name: 'barometer_reading_field',
    help: 'The fields of a reading that its rule compares with numbers.',
    labels: ['watch', 'rule', 'series', 'field'],
    *samples(desk, at) {
      for (const { labels, reading, rule } of eachReading(desk, at)) {
        for (const field of new Set(thresholdsOf(rule).map((threshold) => threshold.field))) {
          const value = reading.fields[field];
          if (typeof value === 'number') yield { labels: { ...labels, field }, value };
        }
      }
    },
  },
  {
    name: 'barometer_threshold',
    help: 'Numbers a rule compares its fields with.',
    labels: ['watch', 'rule', 'level', 'field'],
    *samples(desk) {
      for (const [watch, rule] of rulesOf(desk)) {
        for (const { level, field, value } of thresholdsOf(rule))
          yield { labels: { watch, rule: rule.name, level, field }, value };
      }
    },
  },
];

/** How things stand: levels, open alerts, feeds. */
export const STATE_METRICS: readonly DeskMetric[] = [
  {
    name: 'barometer_watch_level',
    help: 'Highest rung an alert of the watch stands on, from 1; 0 for none; good news left out.',
    labels: ['watch'],
    *samples(desk) {
      const { ladder = [], watches = [] } = desk.definition ?? {};
      const highest = new Map(watches.map(({ name }) => [name, 0]));
      for (const { watch, level, last } of desk.open()) {
        if (last.tone !== 'easing') highest.set(watch, Math.max(highest.get(watch) ?? 0, ladder.indexOf(level) + 1));
      }
      for (const [watch, value] of highest) yield { labels: { watch }, value };
    },
  },
  {
    name: 'barometer_alerts_open',
    help: 'Open alerts by level.',
    labels: ['level', 'tone'],
    *samples(desk) {
      const open = desk.open();
      for (const level of desk.definition?.ladder ?? []) {
        for (const tone of ['alarm', 'easing']) {
          const value = open.filter((alert) => alert.level === level && alert.last.tone === tone).length;
          yield { labels: { level, tone }, value };
        }
      }
    },
  },
  {
    name: 'barometer_feed_alive',
    help: '1 while a feed is alive.',
    labels: ['feed', 'coverage'],
    *samples(desk) {
      for (const { feed, coverage, state } of desk.feeds())
        yield { labels: { feed, coverage }, value: state === 'alive' ? 1 : 0 };
    },
  },
  {
    name: 'barometer_feed_state_age_seconds',
    help: 'Desk time since a feed came to the state it is in.',
    labels: ['feed', 'state'],
    *samples(desk) {
      for (const { feed, state, since } of desk.feeds()) {
        if (since !== undefined) yield { labels: { feed, state }, value: ageOf(desk, Date.parse(since)) };
      }
    },
  },
  {
    name: 'barometer_feed_age_seconds',
    help: 'Desk time since the last sign of life of a feed, or since it is waited for.',
    labels: ['feed'],
    *samples(desk) {
      for (const { feed, last } of desk.signs())
        if (last !== undefined) yield { labels: { feed }, value: ageOf(desk, last) };
    },
  },
  {
    name: 'barometer_feed_silent_after_seconds',
    help: 'How long a feed may be quiet before it is called silent; only for feeds that are listened to.',
    labels: ['feed'],
    *samples(desk) {
      for (const { feed, silentAfter } of desk.signs())
        if (silentAfter !== undefined) yield { labels: { feed }, value: silentAfter / 1_000 };
    },
  },
];

interface LabelledReading {
  readonly labels: Readonly<Record<'watch' | 'rule' | 'series', string>>;
  readonly reading: Reading;
  readonly rule: RuleDefinition;
}

function* eachReading(desk: DeskView, at?: Instant): Iterable<LabelledReading> {
  for (const [watch, rule] of rulesOf(desk)) {
    if (!hasClosedSeries(rule)) continue;
    for (const series of desk.series(watch, rule.name)) {
      const reading = desk.read(watch, rule.name, series, at);
      if (reading?.known) yield { labels: { watch, rule: rule.name, series }, reading, rule };
    }
  }
}

function rulesOf(desk: DeskView): readonly (readonly [watch: string, rule: RuleDefinition])[] {
  return (desk.definition?.watches ?? []).flatMap((watch) => watch.rules.map((rule) => [watch.name, rule] as const));
}

/** Seconds. */
function ageOf(desk: DeskView, since: Instant): number {
  return Math.max(0, desk.now - since) / 1_000;
}
