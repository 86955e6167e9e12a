import { LineChart } from 'echarts/charts.js';
import { GridComponent } from 'echarts/components.js';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core.js';
import { SVGRenderer } from 'echarts/renderers.js';
import type { Instant } from '@barometer/time';
import type { ChartOptions, ChartPoint } from './data.js';
import { surfaceOf } from './palette.js';

use([LineChart, GridComponent, SVGRenderer]);

/** Every page finds a system font; PNGs are drawn with the font shipped beside this package. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans Condensed', sans-serif";

/** The rectangle of the plot in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is drawn by the library: two axes and a step line. */
export interface PlotInput {
  readonly line: readonly ChartPoint[];
  readonly from: Instant;
  readonly to: Instant;
  readonly top: number;
  readonly whole: boolean;
  readonly frame: Frame;
}

/** The library's SVG without its root element, and where values came to stand. */
export interface Plot {
  readonly inner: string;
  x(at: Instant): number;
  y(value: number): number;
}

/** Draws axes and line without a DOM; the instance is disposed of, so no timer outlives the call. */
export function drawPlot(input: PlotInput, options: ChartOptions): Plot {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: options.width, height: options.height });
  try {
    chart.setOption(plotOption(input, options));
    const svg = chart.renderToSVGString();
    return { inner: inside(svg), ...scales(chart, input) };
  } finally {
    chart.dispose();
  }
}

function scales(chart: EChartsType, { from, to, top }: PlotInput): Pick<Plot, 'x' | 'y'> {
  const at = (instant: Instant, value: number) =>
    chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [instant, value]);
  const [left = 0, bottom = 0] = at(from, 0);
  const [right = 0, ceiling = 0] = at(to, top);
  return {
    x: (instant) => round(left + ((clamp(instant, from, to) - from) / (to - from)) * (right - left)),
    y: (value) => round(bottom + (clamp(value, 0, top) / top) * (ceiling - bottom)),
  };
}

function plotOption(input: PlotInput, options: ChartOptions): EChartsCoreOption {
  const { frame, line } = input;
  const surface = surfaceOf(options.theme);
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: FONT, fontSize: 11, color: surface.quiet },
    grid: {
      left: frame.left,
      right: options.width - frame.right,
      top: frame.top,
      bottom: options.height - frame.bottom,
      outerBoundsMode: 'none',
    },
    xAxis: timeAxis(input, surface),
    yAxis: valueAxis(input, surface),
    series: [
      {
        type: 'line',
        step: 'end',
        showSymbol: false,
        silent: true,
        data: line.map((point) => [point.at, point.value]),
        lineStyle: { color: surface.line, width: 2, join: 'round' },
        areaStyle: { color: surface.line, opacity: 0.08 },
      },
    ],
  };
}

function timeAxis({ from, to, frame }: PlotInput, surface: ReturnType<typeof surfaceOf>) {
  return {
    type: 'time',
    min: from,
    max: to,
    splitNumber: Math.max(2, Math.round((frame.right - frame.left) / 110)),
    axisLine: { lineStyle: { color: surface.quiet } },
    axisTick: { show: true, lineStyle: { color: surface.quiet } },
    axisLabel: {
      color: surface.quiet,
      fontFamily: FONT,
      fontSize: 11,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: {
        year: '{yyyy}',
        month: '{MMM}',
        day: '{d} {MMM}',
        hour: '{HH}:{mm}',
        minute: '{HH}:{mm}',
        second: '{HH}:{mm}:{ss}',
        millisecond: '{HH}:{mm}:{ss}',
      },
    },
  };
}

function valueAxis({ top, whole, frame }: PlotInput, surface: ReturnType<typeof surfaceOf>) {
  return {
    type: 'value',
    min: 0,
    max: top,
    ...(whole ? { minInterval: 1 } : {}),
    splitNumber: Math.max(2, Math.min(5, Math.round((frame.bottom - frame.top) / 38))),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: surface.grid, width: 1 } },
    axisLabel: { color: surface.quiet, fontFamily: FONT, fontSize: 11, showMaxLabel: null },
  };
}

/** Style attributes become presentation attributes, so a page may forbid inline styles. */
function inside(svg: string): string {
  return svg
    .replace(/^[^]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<style[^]*?<\/style>/g, '')
    .replace(/ class="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => presentation(style));
}

function presentation(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name, value]) => name?.trim() && value?.trim())
    .map(([name, value]) => attribute((name ?? '').trim(), (value ?? '').trim()))
    .join('');
}

/** The root element names the font; the `font` shorthand is no attribute, so its size is taken out. */
function attribute(name: string, value: string): string {
  if (name === 'font-family') return '';
  if (name === 'font') return ` font-size="${/(\d+)px/.exec(value)?.[1] ?? '11'}"`;
  return ` ${name}="${value}"`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
