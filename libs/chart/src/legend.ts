import { escapeXml, shorten } from './escape.js';
import type { ChartData, ChartOptions } from './data.js';
import { levelColours, surfaceOf } from './palette.js';

interface Entry {
  readonly mark: 'rule' | 'dot' | 'hatch';
  readonly colour: string;
  readonly says: string;
}

/** The key to a chart, in as many lines as its width needs; `draw` puts its first line at `y`. */
export interface Legend {
  readonly height: number;
  draw(left: number, y: number, hatch: string): string;
}

const LINE = 16;
const MARK = 20;

/** Says in words what thresholds, dots and hatching mean; nothing on charts too low for it. */
export function legendOf(data: ChartData, options: ChartOptions): Legend {
  const lines = options.height < 180 ? [] : flow(entries(data, options), options.width - 24);
  const quiet = surfaceOf(options.theme).quiet;
  return {
    height: lines.length * LINE,
    draw: (left, y, hatch) =>
      lines
        .map((line, row) =>
          line.map(({ entry, x }) => drawn(entry, left + x, y + row * LINE, { hatch, quiet })).join(''),
        )
        .join(''),
  };
}

function entries(data: ChartData, { theme, width }: ChartOptions): Entry[] {
  const { quiet, line } = surfaceOf(theme);
  const room = Math.floor((width - 24 - MARK) / 6);
  const thresholds = data.thresholds.slice(0, 8).map((threshold): Entry => {
    const { ink } = levelColours(threshold.level, data.ladder, theme, data.tone);
    return { mark: 'rule', colour: ink, says: shorten(`${threshold.level}: ${threshold.label}`, Math.min(room, 60)) };
  });
  const incidents: Entry[] = data.dots.length > 0 ? [{ mark: 'dot', colour: line, says: 'incident' }] : [];
  const gaps: Entry[] = data.uncovered.length > 0 ? [{ mark: 'hatch', colour: quiet, says: 'no coverage' }] : [];
  return [...thresholds, ...incidents, ...gaps];
}

function flow(all: readonly Entry[], width: number): { readonly entry: Entry; readonly x: number }[][] {
  const lines: { entry: Entry; x: number }[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const entry of all) {
    const needs = MARK + entry.says.length * 5.9;
    if (x + needs > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ entry, x });
    x += needs + 12;
  }
  return lines;
}

function drawn(
  { mark, colour, says }: Entry,
  x: number,
  y: number,
  { hatch, quiet }: { hatch: string; quiet: string },
): string {
  const marks: Record<Entry['mark'], string> = {
    rule: `<line x1="${x}" y1="${y - 4}" x2="${x + 14}" y2="${y - 4}" stroke="${colour}" stroke-width="2" stroke-dasharray="5 3"/>`,
    dot: `<circle cx="${x + 8}" cy="${y - 4}" r="3.2" fill="${colour}"/>`,
    hatch: `<rect x="${x}" y="${y - 9}" width="14" height="10" fill="url(#${hatch})"/>`,
  };
  const fill = mark === 'rule' ? colour : quiet;
  return `${marks[mark]}<text x="${x + MARK}" y="${y}" font-size="11" fill="${fill}">${escapeXml(says)}</text>`;
}
