import { Gauge, type Registry } from 'prom-client';
import { cappedGauge } from '@barometer/service';
import { hasClosedSeries, thresholdsOf, type RuleDefinition } from '@barometer/alert';
import type { DeskView } from '@barometer/desk';
import type { Reading } from '@barometer/indicator';
import type { ConfigProblem, ConsolePorts } from './ports.js';

const CAP = 2_000;

/** Adds what the desk knows: readings against thresholds, levels, open alerts, feeds, config; all read when scraped. */
export function consoleMetrics({
  registry,
  desk,
  config,
  clock,
}: Pick<ConsolePorts, 'registry' | 'desk' | 'config' | 'clock'>): void {
  readings(registry, desk);
  levels(registry, desk);
  feeds(registry, desk);
  onScrape(
    registry,
    'barometer_config_problems',
    'Faults that keep the edited config from taking effect; 0 when it is in force.',
    () => config.problems.length,
  );
  onScrape(registry, 'barometer_config_in_effect', '1 when the desk judges by the config file as it stands.', () =>
    config.current.hash === desk().definitionHash && config.problems.every(isWarning) ? 1 : 0,
  );
  onScrape(registry, 'barometer_desk_now_seconds', 'Now of the desk, in seconds since 1970.', () => desk().now / 1_000);
  onScrape(
    registry,
    'barometer_desk_lag_seconds',
    'Wall time since the now of the desk; 0 while it holds nothing but history.',
    () => (desk().history ? 0 : Math.max(0, clock.now() - desk().now) / 1_000),
  );
  const counts = ['revisions', 'duplicates', 'conflicts', 'late'] as const;
  for (const name of counts)
    onScrape(
      registry,
      `barometer_register_${name}`,
      `Revisions counted as ${name} by the register.`,
      () => desk().counts[name],
    );
}

function isWarning({ severity }: ConfigProblem): boolean {
  return severity === 'warning';
}

function onScrape(registry: Registry, name: string, help: string, read: () => number): void {
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
}

function readings(registry: Registry, desk: () => DeskView): void {
  cappedGauge(registry, {
    name: 'barometer_reading',
    help: 'The reading of a series now; groupings by open lists of values are left to page and API.',
    labels: ['watch', 'rule', 'series'],
    cap: CAP,
    collect: (gauge) => eachReading(desk(), (labels, { value }) => gauge.set(labels, value)),
  });
  cappedGauge(registry, {
    name: 'barometer_reading_field',
    help: 'The fields of a reading that its rule compares with numbers.',
    labels: ['watch', 'rule', 'series', 'field'],
    cap: CAP,
    collect: (gauge) =>
      eachReading(desk(), (labels, { fields }, rule) => {
        for (const { field } of thresholdsOf(rule)) {
          const value = fields[field];
          if (typeof value === 'number') gauge.set({ ...labels, field }, value);
        }
      }),
  });
  cappedGauge(registry, {
    name: 'barometer_threshold',
    help: 'Numbers a rule compares its fields with.',
    labels: ['watch', 'rule', 'level', 'field'],
    cap: CAP,
    collect(gauge) {
      for (const [watch, rule] of rulesOf(desk())) {
        for (const { level, field, value } of thresholdsOf(rule))
          gauge.set({ watch, rule: rule.name, level, field }, value);
      }
    },
  });
}

type SeriesLabels = Readonly<Record<'watch' | 'rule' | 'series', string>>;

function eachReading(
  desk: DeskView,
  take: (labels: SeriesLabels, reading: Reading, rule: RuleDefinition) => void,
): void {
  for (const [watch, rule] of rulesOf(desk)) {
    if (!hasClosedSeries(rule)) continue;
    for (const series of desk.series(watch, rule.name)) {
      const reading = desk.read(watch, rule.name, series);
      if (reading?.known) take({ watch, rule: rule.name, series }, reading, rule);
    }
  }
}

function rulesOf(desk: DeskView): readonly (readonly [watch: string, rule: RuleDefinition])[] {
  return (desk.definition?.watches ?? []).flatMap((watch) => watch.rules.map((rule) => [watch.name, rule] as const));
}

function levels(registry: Registry, desk: () => DeskView): void {
  cappedGauge(registry, {
    name: 'barometer_watch_level',
    help: 'Highest rung an alert of the watch stands on, from 1; 0 for none; good news left out.',
    labels: ['watch'],
    cap: CAP,
    collect(gauge) {
      const { ladder = [], watches = [] } = desk().definition ?? {};
      const highest = new Map(watches.map(({ name }) => [name, 0]));
      for (const { watch, level, last } of desk().open()) {
        if (last.tone !== 'easing') highest.set(watch, Math.max(highest.get(watch) ?? 0, ladder.indexOf(level) + 1));
      }
      for (const [watch, rank] of highest) gauge.set({ watch }, rank);
    },
  });
  cappedGauge(registry, {
    name: 'barometer_alerts_open',
    help: 'Open alerts by level.',
    labels: ['level', 'tone'],
    cap: CAP,
    collect(gauge) {
      const open = desk().open();
      for (const level of desk().definition?.ladder ?? []) {
        for (const tone of ['alarm', 'easing']) {
          gauge.set({ level, tone }, open.filter((alert) => alert.level === level && alert.last.tone === tone).length);
        }
      }
    },
  });
}

function feeds(registry: Registry, desk: () => DeskView): void {
  signs(registry, desk);
  cappedGauge(registry, {
    name: 'barometer_feed_alive',
    help: '1 while a feed is alive.',
    labels: ['feed', 'coverage'],
    cap: CAP,
    collect(gauge) {
      for (const { feed, coverage, state } of desk().feeds()) gauge.set({ feed, coverage }, state === 'alive' ? 1 : 0);
    },
  });
  cappedGauge(registry, {
    name: 'barometer_feed_state_age_seconds',
    help: 'Desk time since a feed came to the state it is in.',
    labels: ['feed', 'state'],
    cap: CAP,
    collect(gauge) {
      for (const { feed, state, since } of desk().feeds()) {
        if (since !== undefined) gauge.set({ feed, state }, Math.max(0, desk().now - Date.parse(since)) / 1_000);
      }
    },
  });
}

function signs(registry: Registry, desk: () => DeskView): void {
  cappedGauge(registry, {
    name: 'barometer_feed_age_seconds',
    help: 'Desk time since the last sign of life of a feed.',
    labels: ['feed'],
    cap: CAP,
    collect(gauge) {
      for (const { feed, last } of desk().signs())
        if (last !== undefined) gauge.set({ feed }, Math.max(0, desk().now - last) / 1_000);
    },
  });
  cappedGauge(registry, {
    name: 'barometer_feed_silent_after_seconds',
    help: 'How long a feed may be quiet before it is called silent; only for feeds that are listened to.',
    labels: ['feed'],
    cap: CAP,
    collect(gauge) {
      for (const { feed, silentAfter } of desk().signs())
        if (silentAfter !== undefined) gauge.set({ feed }, silentAfter / 1_000);
    },
  });
}
