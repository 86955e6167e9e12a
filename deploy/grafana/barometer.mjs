// @ts-check
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { SOURCE } from './panels.mjs';
import { DESK, rows, WATCHES } from './rows.mjs';

/**
 * A variable whose values are those of a label.
 * @param {{ name: string, label: string, of: string, many?: boolean }} variable
 */
function choice({ name, label, of, many = false }) {
  const variable = new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(SOURCE)
    .query({ query: of, refId: name })
    .definition(of)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(many)
    .includeAll(many);
  return many ? variable.allValue('.*').current({ text: ['All'], value: ['$__all'] }) : variable;
}

/** Each rung climbed or left, at its own time: the value of the metric is that time. */
const transitions = new dashboard.AnnotationQueryBuilder()
  .name('Transitions')
  .datasource(SOURCE)
  .enable(true)
  .iconColor('purple')
  .expr(
    `max by (watch, rule, transition, level) (barometer_transition_timestamp_seconds{${WATCHES}}) * 1000 >= $__from`,
  )
  .useValueForTime(true)
  .step('60s')
  .titleFormat('{{transition}} ({{level}}): {{watch}}')
  .textFormat('{{rule}}')
  .tagKeys('watch,transition,level');

/** The dashboard of one desk, as Grafana imports it. */
export function barometer() {
  const built = new dashboard.DashboardBuilder('Barometer')
    .uid('barometer')
    .description('One desk of Barometer: what it sees now, its readings, its notices, its pipeline.')
    .tags(['barometer'])
    .timezone('utc')
    .time({ from: 'now-24h', to: 'now' })
    .refresh('30s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .editable()
    .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(choice({ name: 'desk', label: 'Desk', of: 'label_values(barometer_watch_level, job)' }))
    .withVariable(
      choice({ name: 'watch', label: 'Watch', of: `label_values(barometer_watch_level{${DESK}}, watch)`, many: true }),
    )
    .withVariable(
      choice({
        name: 'rule',
        label: 'Rule',
        of: `label_values(barometer_reading_field{${WATCHES}}, rule)`,
        many: true,
      }),
    )
    .annotation(transitions);
  for (const [title, panels] of Object.entries(rows)) {
    built.withRow(new dashboard.RowBuilder(title));
    for (const panel of panels) built.withPanel(panel);
  }
  return numbered(built.build());
}

/**
 * Panels are told apart by number.
 * @param {dashboard.Dashboard} whole
 */
function numbered(whole) {
  return { ...whole, panels: (whole.panels ?? []).map((panel, i) => ({ ...panel, id: i + 1 })) };
}
