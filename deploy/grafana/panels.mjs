// @ts-check
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/**
 * One query of a panel: an expression in PromQL and how its series are called.
 * @typedef {{ expr: string, legend: string, dashed?: boolean }} Query
 */

/**
 * A panel: what it is called, what it tells, and how much of the 24 columns it takes.
 * @typedef {{ title: string, about: string, queries: readonly Query[], width: number, unit?: string }} Panel
 */

/**
 * What a value is shown as: its words and a colour.
 * @typedef {{ [value: string]: { text: string, color: string } }} Words
 */

/** The data source that the variable names. */
export const SOURCE = { type: 'prometheus', uid: '${datasource}' };

const HEIGHT = 8;
/** A step must hold two scrapes for growth to be seen in it: this does up to one a minute. */
const SHORTEST_STEP = '2m';

/**
 * Lines over time; a line at `limit`, where there is one, is where care begins.
 * @param {Panel & { stacked?: boolean, bars?: boolean, limit?: number }} panel
 */
export function lines({ stacked = false, bars = false, limit, ...panel }) {
  const built = framed(new timeseries.PanelBuilder(), panel)
    .drawStyle(bars ? common.GraphDrawStyle.Bars : common.GraphDrawStyle.Line)
    .fillOpacity(bars || stacked ? 60 : 0)
    .lineWidth(1)
    .min(0)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (stacked) built.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (limit !== undefined) limited(built, limit);
  for (const refId of refsOf(panel, ({ dashed }) => dashed === true)) built.overrideByQuery(refId, DASHED);
  return built;
}

/**
 * The values of each series as coloured spans of time.
 * @param {Panel & { words: Words }} panel
 */
export function spans({ words, ...panel }) {
  const options = Object.entries(words).map(([value, { text, color }], index) => [value, { text, color, index }]);
  return framed(new statetimeline.PanelBuilder(), panel)
    .mappings([{ type: dashboard.MappingType.ValueToText, options: Object.fromEntries(options) }])
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds))
    .fillOpacity(80)
    .lineWidth(0)
    .mergeValues(true)
    .rowHeight(0.9)
    .showValue(common.VisibilityMode.Auto)
    .legend(new common.VizLegendOptionsBuilder().showLegend(false).placement(common.LegendPlacement.Bottom));
}

/**
 * A histogram over time, its buckets as they are exported.
 * @param {Panel} panel
 */
export function buckets(panel) {
  return framed(new heatmap.PanelBuilder(), panel, prometheus.PromQueryFormat.Heatmap)
    .calculate(false)
    .yAxis(new heatmap.YAxisConfigBuilder().unit(panel.unit ?? 'none').axisPlacement(common.AxisPlacement.Left))
    .color(new heatmap.HeatmapColorOptionsBuilder().mode(heatmap.HeatmapColorMode.Scheme).scheme('Oranges').steps(64))
    .filterValues(new heatmap.FilterValueRangeBuilder().le(1e-9))
    .cellGap(1);
}

/** Of a line that is a limit and not a measurement. */
const DASHED = [
  { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
  { id: 'custom.fillOpacity', value: 0 },
];

/**
 * Title, size and queries, alike for every panel.
 * @template {timeseries.PanelBuilder | statetimeline.PanelBuilder | heatmap.PanelBuilder} B
 * @param {B} builder
 * @param {Panel} panel
 * @param {prometheus.PromQueryFormat} format
 * @returns {B}
 */
function framed(builder, { title, about, queries, width, unit }, format = prometheus.PromQueryFormat.TimeSeries) {
  builder.title(title).description(about).datasource(SOURCE).span(width).height(HEIGHT);
  if (unit !== undefined) builder.unit(unit);
  if (queries.some(({ expr }) => expr.includes('[$__interval]'))) builder.interval(SHORTEST_STEP);
  queries.forEach(({ expr, legend }, i) =>
    builder.withTarget(
      new prometheus.DataqueryBuilder().refId(refOf(i)).expr(expr).legendFormat(legend).format(format).range(),
    ),
  );
  return builder;
}

/**
 * @param {timeseries.PanelBuilder} builder
 * @param {number} limit
 */
function limited(builder, limit) {
  builder
    .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed))
    .thresholds(
      new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: limit, color: 'red' },
      ]),
    );
}

/**
 * @param {Panel} panel
 * @param {(query: Query) => boolean} chosen
 */
function refsOf({ queries }, chosen) {
  return queries.flatMap((query, i) => (chosen(query) ? [refOf(i)] : []));
}

/** @param {number} i */
function refOf(i) {
  return String.fromCharCode(65 + i);
}
