import type { ChartBand, ChartData, ChartDot, ChartPoint, ChartTheme } from './data.js';
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
  return `<rect x="${at.x}" y="${top}" width="${at.width}" height="${bottom - top}" fill="url(#${scene.id}-hatch)"><title>no coverage</title></rect>`;
}

function thresholds(scene: Scene): string {
  const { left, right, top, bottom } = scene.frame;
  let ceiling = bottom + 4;
  const rules: string[] = [];
  const names: string[] = [];
  for (const { level, value } of scene.scale.shown) {
    const y = scene.plot.y(value);
    const { ink } = coloursOf(scene, level);
    rules.push(
      `<line x1="${left}" y1="${y}" x2="${right}" y2="${y}" stroke="${ink}" stroke-width="1.3" stroke-dasharray="5 3"/>`,
    );
    const at = Math.min(y + 4, ceiling);
    ceiling = at - 13;
    if (at > top) names.push(levelName(scene, level, at));
  }
  const beyond = scene.scale.beyond[0];
  if (beyond && ceiling > top + 4) names.push(levelName(scene, beyond.level, top + 4, '\u2191'));
  return rules.join('') + names.join('');
}

function levelName(scene: Scene, level: string, y: number, lead = ''): string {
  const says = lead + shorten(level, 12);
  return text({ x: scene.frame.right + 6, y, anchor: 'start', says, scene, colour: coloursOf(scene, level).ink });
}

function dots(scene: Scene): string {
  return scene.data.dots
    .filter((dot) => dot.at >= scene.data.from && dot.at <= scene.data.to)
    .slice(-MAX_DOTS)
    .map((dot) => incident(scene, dot))
    .join('');
}

/** Smaller where they crowd. */
function dotSize({ data, frame }: Scene): { readonly radius: number; readonly rim: number } {
  const room = (frame.right - frame.left) / Math.max(1, data.dots.length);
  return room > 14 ? { radius: 3.6, rim: 1.4 } : room > 7 ? { radius: 2.8, rim: 1.1 } : { radius: 2.1, rim: 0.7 };
}

function incident(scene: Scene, dot: ChartDot): string {
  const { radius, rim } = dotSize(scene);
  const { plot, line, theme } = scene;
  const surface = surfaceOf(theme);
  const x = plot.x(dot.at);
  const y = plot.y(Number.isFinite(dot.value) ? (dot.value ?? 0) : valueAt(line, dot.at));
  const mark =
    `<title>${escapeXml(dot.label)}</title><circle cx="${x}" cy="${y}" r="9" fill="${surface.background}" fill-opacity="0"/>` +
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="${surface.line}" stroke="${surface.background}" stroke-width="${rim}"/>`;
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
  const above = y - 10 > frame.top + 12;
  const mark = `<circle cx="${x}" cy="${y}" r="4.6" fill="${surface.background}" stroke="${surface.line}" stroke-width="2.2"/>`;
  const start = x < frame.left + 40;
  const place = { x: start ? x : Math.min(x + 5, frame.right), y: above ? y - 10 : y + 21 };
  return (
    mark + text({ ...place, anchor: start ? 'start' : 'end', says: shown(last.value), scene, size: 15, bold: true })
  );
}

/** A value without a float's noise. */
export function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)));
}

/** What `text` draws: its baseline's place in pixels and what it says. */
export interface Text {
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

/** One line of escaped text with a rim of the surface's colour. */
export function text({ x, y, anchor, says, scene, colour, quiet, size = 11, bold }: Text): string {
  const surface = surfaceOf(scene.theme);
  const fill = colour ?? (quiet ? surface.quiet : surface.ink);
  const weight = bold || colour ? ' font-weight="bold"' : '';
  return (
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}"${weight} fill="${fill}" stroke="${surface.background}" ` +
    `stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">${escapeXml(says)}</text>`
  );
}

/** The colours of a level in this chart. */
export function coloursOf({ data, theme }: Scene, level: string) {
  return levelColours(level, data.ladder, theme, data.tone);
}
