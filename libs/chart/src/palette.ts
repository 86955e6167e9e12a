import type { ChartTheme } from './data.js';

/** The ladder used where an operator names no levels. */
export const DEFAULT_LADDER: readonly string[] = ['low', 'elevated', 'high', 'critical'];

/** Colours of a surface: all inks reach 4.5:1 on it. */
export interface Surface {
  readonly background: string;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly line: string;
  readonly hatch: string;
}

/** Colours of a level: `ink` for lines and text on the surface, `fill` under white text. */
export interface LevelColours {
  readonly ink: string;
  readonly fill: string;
}

const LIGHT: Surface = {
  background: '#ffffff',
  ink: '#17202b',
  quiet: '#56616f',
  grid: '#e6eaef',
  line: '#22313f',
  hatch: '#9aa5b1',
};

const DARK: Surface = {
  background: '#14191f',
  ink: '#edf1f5',
  quiet: '#a3afbb',
  grid: '#2a323b',
  line: '#d5dde5',
  hatch: '#66727e',
};

const SURFACES: Readonly<Record<ChartTheme, Surface>> = { light: LIGHT, dark: DARK, mail: LIGHT };

/** Blue, ochre, vermilion, wine: hue and lightness both change, so the order survives every kind of colour blindness. */
const FILLS = ['#2f6f9f', '#8f6400', '#b8430a', '#7d0f3f'] as const;
const DARK_INKS = ['#7db8e0', '#e0b341', '#ff8f52', '#ff7ba8'] as const;
const EASING = { fill: '#1d7044', dark: '#63cf93' } as const;

/** The surface colours of a theme. */
export function surfaceOf(theme: ChartTheme): Surface {
  return SURFACES[theme];
}

/** The colours of a level by its rank in the ladder; a level the ladder does not know takes the highest. */
export function levelColours(
  level: string,
  ladder: readonly string[] = DEFAULT_LADDER,
  theme: ChartTheme = 'light',
  tone: 'alarm' | 'easing' = 'alarm',
): LevelColours {
  const dark = theme === 'dark';
  if (tone === 'easing') return { ink: dark ? EASING.dark : EASING.fill, fill: EASING.fill };
  const place = rank(level, ladder);
  const fill = between(FILLS, place);
  return { ink: dark ? between(DARK_INKS, place) : fill, fill };
}

function rank(level: string, ladder: readonly string[]): number {
  const index = ladder.indexOf(level);
  if (index < 0 || ladder.length < 2) return 1;
  return index / (ladder.length - 1);
}

function between(stops: readonly string[], place: number): string {
  const at = place * (stops.length - 1);
  const low = Math.floor(at);
  const from = channels(stops[low] ?? '#000000');
  const to = channels(stops[Math.min(low + 1, stops.length - 1)] ?? '#000000');
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? value) - value) * (at - low)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
