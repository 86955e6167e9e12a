// @ts-check
import { buckets, lines, spans } from './panels.mjs';

/** One desk: Prometheus knows each by its job. */
export const DESK = 'job="$desk"';
/** Its watches that are chosen. */
export const WATCHES = `${DESK},watch=~"$watch"`;

/** The rungs of the usual ladder; another one shows its numbers. */
const LEVELS = {
  0: { text: 'none', color: '#6e7681' },
  1: { text: 'low', color: '#5794f2' },
  2: { text: 'elevated', color: '#fade2a' },
  3: { text: 'high', color: '#ff9830' },
  4: { text: 'critical', color: '#f2495c' },
};
const SOUND = { 0: { text: 'no', color: '#f2495c' }, 1: { text: 'yes', color: '#73bf69' } };
const ACTIVE = { 0: { text: 'stands by', color: '#6e7681' }, 1: { text: 'delivers', color: '#73bf69' } };
const OWNERS = {
  0: { text: 'nobody', color: '#f2495c' },
  1: { text: 'one', color: '#73bf69' },
  2: { text: 'two', color: '#ff9830' },
};

const now = [
  spans({
    title: 'Highest level of each watch',
    about: 'Good news left out. The lines across all panels are transitions.',
    queries: [{ expr: `max by (watch) (barometer_watch_level{${WATCHES}})`, legend: '{{watch}}' }],
    words: LEVELS,
    width: 16,
  }),
  lines({
    title: 'Open alerts',
    about: 'By level; easing ones are good news.',
    queries: [
      { expr: `max by (level) (barometer_alerts_open{${DESK},tone="alarm"})`, legend: '{{level}}' },
      { expr: `max by (level) (barometer_alerts_open{${DESK},tone="easing"})`, legend: '{{level}}, easing' },
    ],
    width: 8,
    stacked: true,
  }),
  lines({
    title: 'Feeds: time since the last sign of life',
    about: 'Dashed: how long a feed may be quiet before it is called silent, for those that name it.',
    queries: [
      { expr: `max by (feed) (barometer_feed_age_seconds{${DESK}})`, legend: '{{feed}}' },
      {
        expr: `max by (feed) (barometer_feed_silent_after_seconds{${DESK}})`,
        legend: '{{feed}} is silent after',
        dashed: true,
      },
    ],
    width: 16,
    unit: 's',
  }),
  spans({
    title: 'Feeds alive',
    about: 'An imported file has ended, which is not silence.',
    queries: [{ expr: `max by (feed) (barometer_feed_alive{${DESK}})`, legend: '{{feed}}' }],
    words: SOUND,
    width: 8,
  }),
];

const RULE = `${WATCHES},rule=~"$rule"`;

const readings = [
  lines({
    title: '$rule',
    about: 'The numbers that the rule compares; dashed what it compares them with. Probabilities stand on the right.',
    queries: [
      {
        expr: `max by (watch, series, field) (barometer_reading_field{${RULE}})`,
        legend: '{{watch}} {{series}} {{field}}',
      },
      {
        expr: `max by (watch, level, field) (barometer_threshold{${RULE}})`,
        legend: '{{watch}} {{level}} {{field}}',
        dashed: true,
      },
    ],
    width: 24,
  })
    .overrideByRegexp('/ p$/', [
      { id: 'custom.axisPlacement', value: 'right' },
      { id: 'custom.scaleDistribution', value: { type: 'log', log: 10 } },
      { id: 'min', value: null },
    ])
    .repeat('rule')
    .repeatDirection('h')
    .maxPerRow(2),
  lines({
    title: 'Value of every series',
    about: 'Groupings by country, kind, tactic or driver; pages and API have the others.',
    queries: [
      { expr: `max by (watch, rule, series) (barometer_reading{${WATCHES}})`, legend: '{{watch}} {{rule}} {{series}}' },
    ],
    width: 24,
  }),
];

/**
 * By how much a counter grew since the bar before: over just one step, so that nothing is counted twice.
 * @param {string} metric
 */
const grown = (metric) => `increase(${metric}{${DESK}}[$__interval])`;

const delivery = [
  lines({
    title: 'Oldest notice on its way',
    about: 'Retries go on until it is accepted, superseded or expired.',
    queries: [{ expr: `max(barometer_delivery_oldest_pending_seconds{${DESK}})`, legend: 'age' }],
    width: 8,
    unit: 's',
    limit: 300,
  }),
  lines({
    title: 'Attempts by outcome',
    about: 'Each attempt of a delivery carries the same key.',
    queries: [{ expr: `sum by (outcome) (${grown('barometer_delivery_attempts_total')})`, legend: '{{outcome}}' }],
    width: 8,
    bars: true,
    stacked: true,
  }),
  lines({
    title: 'Deliveries finished, and on their way',
    about: 'Refused, gone and expired ones were not received.',
    queries: [
      { expr: `sum by (outcome) (${grown('barometer_deliveries_total')})`, legend: '{{outcome}}' },
      { expr: `max(barometer_deliveries_pending{${DESK}})`, legend: 'on their way', dashed: true },
    ],
    width: 8,
  }),
  spans({
    title: 'Who delivers',
    about: 'One notifier of a desk is active, the others stand by.',
    queries: [{ expr: `barometer_notifier_active{${DESK}}`, legend: '{{instance}}' }],
    words: ACTIVE,
    width: 8,
  }),
  buckets({
    title: 'From recorded to accepted',
    about: 'How long after the journal took its cause a notice was accepted. History and daily notices left out.',
    queries: [{ expr: `sum by (le) (${grown('barometer_delivery_seconds_bucket')})`, legend: '{{le}}' }],
    width: 16,
    unit: 's',
  }),
];

const pipeline = [
  lines({
    title: 'Entries not yet folded',
    about: 'How far each desk is behind the journal.',
    queries: [{ expr: `barometer_journal_lag_entries{${DESK}}`, legend: '{{instance}}' }],
    width: 8,
    limit: 1000,
  }),
  lines({
    title: 'The now of the desk behind the clock',
    about: 'Ticks move it on when nothing is reported. It stands while there is nothing but history.',
    queries: [{ expr: `barometer_desk_lag_seconds{${DESK}}`, legend: '{{instance}}' }],
    width: 8,
    unit: 's',
  }),
  lines({
    title: 'Taken into the journal',
    about: 'Reports and heartbeats a second.',
    queries: [
      { expr: `sum by (type) (rate(barometer_accepted_total{${DESK}}[$__rate_interval]))`, legend: '{{type}}' },
    ],
    width: 8,
  }),
  lines({
    title: 'Rejects by reason',
    about: 'Nothing is lost: the page of rejects has each with its original.',
    queries: [{ expr: `sum by (reason) (${grown('barometer_rejects_total')})`, legend: '{{reason}}' }],
    width: 8,
    bars: true,
    stacked: true,
  }),
  lines({
    title: 'Records of the input topics',
    about:
      'Taken a second, by what became of them; partly: some of a record was rejected. Nothing without input topics.',
    queries: [
      {
        expr: `sum by (outcome) (rate(barometer_topic_records_total{${DESK}}[$__rate_interval]))`,
        legend: '{{outcome}}',
      },
    ],
    width: 8,
  }),
  lines({
    title: 'Records waiting in the input topics',
    about: 'Acknowledged by no collector yet, whoever reads them.',
    queries: [{ expr: `max(barometer_topic_lag_records{${DESK}})`, legend: 'waiting' }],
    width: 8,
  }),
  spans({
    title: 'Config',
    about: 'Sound: the file can take effect. In effect: the desks judge by it.',
    queries: [
      { expr: `min(barometer_config_sound{${DESK}})`, legend: 'sound' },
      { expr: `min(barometer_config_in_effect{${DESK}})`, legend: 'in effect' },
    ],
    words: SOUND,
    width: 8,
  }),
  spans({
    title: 'Who writes the transitions of each watch',
    about: 'One process of those that fold it; nobody for a moment at a take-over.',
    queries: [{ expr: `sum by (watch) (barometer_watch_owned{${WATCHES}})`, legend: '{{watch}}' }],
    words: OWNERS,
    width: 8,
  }),
  lines({
    title: 'Transitions waiting to be written',
    about: 'Each twin counts those it has not yet seen in the alert log.',
    queries: [{ expr: `barometer_transitions_pending{${DESK}}`, legend: '{{instance}}' }],
    width: 8,
  }),
  lines({
    title: 'Snapshots, and input that could not be kept',
    about: 'A failed snapshot makes the next start longer; input that could not be made durable was not acknowledged.',
    queries: [
      { expr: `sum by (outcome) (${grown('barometer_snapshots_total')})`, legend: 'snapshot {{outcome}}' },
      { expr: `sum(${grown('barometer_append_failures_total')})`, legend: 'not kept' },
    ],
    width: 8,
    bars: true,
  }),
  lines({
    title: 'Series not exported',
    about: 'Updates beyond the cap of a metric: what is told is cut, never what is judged.',
    queries: [{ expr: `sum by (metric) (${grown('barometer_metric_series_dropped_total')})`, legend: '{{metric}}' }],
    width: 8,
    bars: true,
  }),
  lines({
    title: 'Processes',
    about: 'How many of each role answer.',
    queries: [{ expr: `sum by (role, version) (barometer_info{${DESK}})`, legend: '{{role}} {{version}}' }],
    width: 8,
  }),
  lines({
    title: 'Memory',
    about: 'Resident, of each process.',
    queries: [{ expr: `process_resident_memory_bytes{${DESK}}`, legend: '{{instance}}' }],
    width: 8,
    unit: 'bytes',
  }),
  lines({
    title: 'CPU',
    about: 'Share of one core, of each process.',
    queries: [{ expr: `rate(process_cpu_seconds_total{${DESK}}[$__rate_interval])`, legend: '{{instance}}' }],
    width: 8,
    unit: 'percentunit',
  }),
];

/** The panels by row, in reading order. */
export const rows = { Now: now, Readings: readings, Delivery: delivery, Pipeline: pipeline };
