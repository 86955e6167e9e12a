import type { Instant } from '@barometer/time';
import type { ChartData, ChartOptions } from './data.js';
import { escapeXml, shorten } from './escape.js';
import { type Legend, legendOf } from './legend.js';
import { hatching, overlay, type Scene, shown, underlay } from './overlay.js';
import { surfaceOf } from './palette.js';
import { drawPlot, FONT, type Frame } from './plot.js';
import { valueScale, type ValueScale } from './scale.js';
import { thin } from './thin.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * One reading over time as SVG: step line, thresholds, the levels the alert stood at, incidents, uncovered time.
 * The same data gives the same bytes; there is no script, style element or style attribute in it. Throws a RangeError unless `from` is before `to`.
 */
export function readingChart(data: ChartData, options: ChartOptions): string {
  if (!(data.to > data.from)) throw new RangeError('a chart needs `from` before `to`');
  const size = { ...options, width: bounded(options.width, 240, 2400), height: bounded(options.height, 140, 1600) };
  const end = Math.min(data.now ?? data.to, data.to);
  const line = thin(data.points, data.from, end, size.width);
  const scale = valueScale(data, line);
  const legend = legendOf(data, size);
  const frame = frameFor(data, size, { scale, legend: legend.height });
  const plot = drawPlot({ line, from: data.from, to: data.to, top: scale.top, whole: scale.whole, frame }, size);
  const id = `c${fingerprint(JSON.stringify([data, options]))}`;
  return page({ data, theme: options.theme, line, plot, frame, scale, id }, size, legend);
}

function frameFor(
  { thresholds, bands }: ChartData,
  { width, height }: ChartOptions,
  { scale: { top, beyond }, legend }: { readonly scale: ValueScale; readonly legend: number },
): Frame {
  const digits = top < 3 ? 3 : String(Math.round(top)).length;
  const arrow = beyond.length > 0 ? 2 : 0;
  const name = Math.max(0, ...thresholds.map(({ level }) => Math.min(level.length, 12) + arrow));
  return {
    left: 16 + digits * 7,
    right: width - (name > 0 ? 18 + name * 6.4 : 20),
    top: bands.length > 0 ? 62 : 52,
    bottom: height - 26 - (legend > 0 ? legend + 4 : 0),
  };
}

function page(scene: Scene, { width, height }: ChartOptions, legend: Legend): string {
  const { data, id, plot } = scene;
  const surface = surfaceOf(scene.theme);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-labelledby="${id}-title ${id}-desc" font-family="${escapeXml(FONT)}">` +
    `<title id="${id}-title">${escapeXml(data.title)}</title><desc id="${id}-desc">${escapeXml(inWords(scene), 1200)}</desc>` +
    `<defs>${hatching(scene)}</defs><rect width="${width}" height="${height}" fill="${surface.background}"/>` +
    heading(scene, width) +
    underlay(scene) +
    plot.inner.replace(/zr\d+-/g, `${id}-`) +
    overlay(scene) +
    legend.draw(12, height - legend.height + 8, `${id}-hatch`) +
    '</svg>'
  );
}

function heading({ data, theme }: Scene, width: number): string {
  const surface = surfaceOf(theme);
  const title = shorten(data.title, Math.floor((width - 24) / 7.9));
  const under = shorten([data.unit, period(data)].filter(Boolean).join(', '), Math.floor((width - 24) / 5.5));
  return (
    `<text x="12" y="20" font-size="14" font-weight="bold" fill="${surface.ink}">${escapeXml(title)}</text>` +
    `<text x="12" y="37" font-size="11" fill="${surface.quiet}">${escapeXml(under)}</text>`
  );
}

function period({ from, to }: ChartData): string {
  return to - from <= 3 * 86_400_000 ? `${minute(from)} to ${minute(to)} UTC` : `${day(from)} to ${day(to)} UTC`;
}

/** The chart for those who cannot see it: the last value, the peak, thresholds, levels, gaps. */
function inWords({ data, line, scale }: Scene): string {
  const last = line.at(-1);
  const peak = line.reduce((best, point) => (best && best.value >= point.value ? best : point), line[0]);
  const said = [
    `${data.unit}, ${period(data)}.`,
    last ? `Last value ${shown(last.value)} on ${day(last.at)}.` : 'No values.',
    peak ? `Highest ${shown(peak.value)} on ${day(peak.at)}.` : '',
    ...[...scale.shown, ...scale.beyond].map(
      (threshold) => `Threshold ${threshold.level}: ${shorten(threshold.label, 60)}.`,
    ),
    ...data.bands.slice(-8).map((band) => `${band.level} from ${day(band.from)} to ${day(band.to)}.`),
    data.dots.length > 0 ? `${data.dots.length} incidents.` : '',
    ...data.uncovered.slice(-4).map((span) => `No coverage from ${day(span.from)} to ${day(span.to)}.`),
  ];
  return said.filter(Boolean).join(' ');
}

function day(at: Instant): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

function minute(at: Instant): string {
  return `${day(at)} ${new Date(at).toISOString().slice(11, 16)}`;
}

function bounded(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.round(Math.min(high, Math.max(low, value))) : low;
}

/** FNV-1a: names elements, protects nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
