import type { ChartBand, ChartData, ChartDot, ChartPoint, ChartThreshold, ChartTheme } from './data.js';
import { escapeXml, safeHref, shorten } from './escape.js';
import { levelColours, surfaceOf } from './palette.js';
import type { Frame, Plot } from './plot.js';
import type { ValueScale } from './scale.js';
import { valueAt } from './thin.js';

/** Everything the layers drawn around the library's plot need. */
export interface Scene {
  readonly data: ChartData;
  readonly theme: ChartTheme;
  readonly line: readonly ChartPoint[];
  readonly plot: Plot;
  readonly frame: Frame;
  readonly scale: ValueScale;
  /** Prefix of ids, so that several charts may stand in one page. */
  readonly id: string;
}

const RIBBON = 13;
const MAX_DOTS = 500;

/** Hatched time without coverage and the tint of each level, under the line. */
export function underlay(scene: Scene): string {
  return bands(scene, tint) + scene.data.uncovered.map((span) => hatched(scene, span)).join('');
}

/** The level ribbon, thresholds, incident dots and the last value, over the line. */
export function overlay(scene: Scene): string {
  return bands(scene, ribbon) + thresholds(scene) + dots(scene) + lastValue(scene);
}

/** The hatching that `underlay` refers to. */
export function hatching({ id, theme }: Scene): string {
  const { hatch } = surfaceOf(theme);
  return (
    `<pattern id="${id}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<line x1="0" y1="0" x2="0" y2="7" stroke="${hatch}" stroke-width="2.4" stroke-opacity="0.55"/></pattern>`
  );
}

interface Stretch {
  readonly x: number;
  readonly width: number;
}

function stretch({ plot, data }: Scene, from: number, to: number): Stretch | undefined {
  if (!(to > from) || to <= data.from || from >= data.to) return undefined;
  const x = plot.x(from);
  return { x, width: Math.max(1.5, Math.round((plot.x(to) - x) * 10) / 10) };
}

function bands(scene: Scene, draw: (scene: Scene, band: ChartBand, at: Stretch) => string): string {
  return scene.data.bands
    .map((band) => {
      const at = stretch(scene, band.from, band.to);
      return at ? draw(scene, band, at) : '';
    })
    .join('');
}

function tint(scene: Scene, band: ChartBand, at: Stretch): string {
  const { top, bottom } = scene.frame;
  const opacity = scene.theme === 'dark' ? 0.16 : 0.1;
  return `<rect x="${at.x}" y="${top}" width="${at.width}" height="${bottom - top}" fill="${coloursOf(scene, band.level).ink}" fill-opacity="${opacity}"/>`;
}

function ribbon(scene: Scene, band: ChartBand, at: Stretch): string {
  const y = scene.frame.top - RIBBON - 2;
  const name = escapeXml(band.level, 24);
  const box = `<rect x="${at.x}" y="${y}" width="${at.width}" height="${RIBBON}" rx="1.5" fill="${coloursOf(scene, band.level).fill}"><title>${name}</title></rect>`;
  if (at.width < band.level.length * 6.4 + 8) return box;
  return `${box}<text x="${at.x + 5}" y="${y + 9.8}" font-size="10" font-weight="bold" fill="#ffffff">${name}</text>`;
}

function hatched(scene: Scene, span: { readonly from: number; readonly to: number }): string {
  const at = stretch(scene, span.from, span.to);
  if (!at) return '';
  const { top, bottom } = scene.frame;
  const box = `<rect x="${at.x}" y="${top}" width="${at.width}" height="${bottom - top}" fill="url(#${scene.id}-hatch)"><title>no coverage</title></rect>`;
  if (at.width < 74 || bottom - top < 60) return box;
  return (
    box + text({ x: at.x + at.width / 2, y: bottom - 8, anchor: 'middle', says: 'no coverage', scene, quiet: true })
  );
}

function thresholds(scene: Scene): string {
  const { left, right, top } = scene.frame;
  let ceiling = Number.POSITIVE_INFINITY;
  const lines = scene.scale.shown.map((threshold) => {
    const y = scene.plot.y(threshold.value);
    const labelY = Math.min(y - 4, ceiling);
    ceiling = labelY - 13;
    const { ink } = coloursOf(scene, threshold.level);
    const rule = `<line x1="${left}" y1="${y}" x2="${right}" y2="${y}" stroke="${ink}" stroke-width="1.3" stroke-dasharray="5 3"/>`;
    return { rule, label: labelY > top + 6 ? thresholdLabel(scene, threshold, labelY) : '' };
  });
  const beyond = scene.scale.beyond[0];
  const above = beyond && ceiling > top + 24 ? thresholdLabel(scene, beyond, top + 11, '\u2191 ') : '';
  return lines.map(({ rule }) => rule).join('') + lines.map(({ label }) => label).join('') + above;
}

function thresholdLabel(scene: Scene, threshold: ChartThreshold, y: number, lead = ''): string {
  const room = Math.floor((scene.frame.right - scene.frame.left) / 6.2) - 4;
  const says = lead + shorten(`${threshold.level}: ${threshold.label}`, Math.min(room, 48));
  return text({
    x: scene.frame.left + 6,
    y,
    anchor: 'start',
    says,
    scene,
    colour: coloursOf(scene, threshold.level).ink,
  });
}

function dots(scene: Scene): string {
  return scene.data.dots
    .filter((dot) => dot.at >= scene.data.from && dot.at <= scene.data.to)
    .slice(-MAX_DOTS)
    .map((dot) => incident(scene, dot))
    .join('');
}

function incident(scene: Scene, dot: ChartDot): string {
  const { plot, line, theme } = scene;
  const surface = surfaceOf(theme);
  const x = plot.x(dot.at);
  const y = plot.y(Number.isFinite(dot.value) ? (dot.value ?? 0) : valueAt(line, dot.at));
  const mark =
    `<title>${escapeXml(dot.label)}</title><circle cx="${x}" cy="${y}" r="9" fill="${surface.background}" fill-opacity="0"/>` +
    `<circle cx="${x}" cy="${y}" r="3.6" fill="${surface.line}" stroke="${surface.background}" stroke-width="1.4"/>`;
  const href = safeHref(dot.href);
  if (!href) return `<g>${mark}</g>`;
  return `<a href="${escapeXml(href, 2000)}" target="_blank" rel="noopener noreferrer nofollow">${mark}</a>`;
}

function lastValue(scene: Scene): string {
  const last = scene.line.at(-1);
  if (!last) return '';
  const { plot, frame, theme } = scene;
  const surface = surfaceOf(theme);
  const x = plot.x(last.at);
  const y = plot.y(last.value);
  const says = shown(last.value);
  const right = x + 10 + says.length * 8 > frame.right + 40;
  const mark = `<circle cx="${x}" cy="${y}" r="4.6" fill="${surface.background}" stroke="${surface.line}" stroke-width="2.2"/>`;
  const place = right ? { x: x - 9, anchor: 'end' as const } : { x: x + 9, anchor: 'start' as const };
  return mark + text({ ...place, y: y + 5, says, scene, size: 15, bold: true });
}

/** A value without a float's noise. */
export function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)));
}

interface Text {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly says: string;
  readonly scene: Scene;
  readonly colour?: string;
  readonly quiet?: boolean;
  readonly size?: number;
  readonly bold?: boolean;
}

function text({ x, y, anchor, says, scene, colour, quiet, size = 11, bold }: Text): string {
  const surface = surfaceOf(scene.theme);
  const fill = colour ?? (quiet ? surface.quiet : surface.ink);
  const weight = bold || colour ? ' font-weight="bold"' : '';
  return (
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}"${weight} fill="${fill}" stroke="${surface.background}" ` +
    `stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">${escapeXml(says)}</text>`
  );
}

function coloursOf({ data, theme }: Scene, level: string) {
  return levelColours(level, data.ladder, theme, data.tone);
}
