import type { Io, Terminal } from './io.js';

const CODES = { bold: '1', dim: '2', red: '31', yellow: '33', green: '32', magenta: '35', cyan: '36' } as const;
/** How text may be shown on a terminal. */
export type Colour = keyof typeof CODES;
/** Text in a colour, or as it is where there are none. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal, unless `NO_COLOR` is set (no-color.org). */
export function hasColour(io: Pick<Io, 'env'>, stream: Terminal): boolean {
  return stream.isTTY === true && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
}

/** Paints text for a stream, or leaves it as it is. */
export function paintFor(io: Pick<Io, 'env'>, stream: Terminal): Paint {
  return hasColour(io, stream) ? (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m` : (_, text) => text;
}

/** A rung's colour by its place on the ladder. */
export function levelColour(ladder: readonly string[], level: string | null, tone: 'alarm' | 'easing'): Colour {
  if (level === null) return 'dim';
  if (tone === 'easing') return 'green';
  const fromTop = ladder.length - 1 - ladder.indexOf(level);
  return (['magenta', 'red', 'yellow', 'cyan'] as const)[Math.min(3, fromTop)]!;
}
