import type { ChartData } from './data.js';
import { levelColours, surfaceOf } from './palette.js';
import { toPng } from './png.js';
import { readingChart } from './reading-chart.js';

const at = (text: string) => Date.parse(text);
const SIZE = { theme: 'light', width: 360, height: 220 } as const;
const HOSTILE = `"><script>alert(1)</script>\u0000\u202e' onload='x`;

const DATA: ChartData = {
  title: 'Attacks surging in Iraq',
  unit: 'attacks in 7 days',
  from: at('2023-10-01'),
  to: at('2024-02-01'),
  points: [
    { at: at('2023-10-17'), value: 1 },
    { at: at('2023-10-20'), value: 7 },
    { at: at('2023-12-01'), value: 4 },
  ],
  thresholds: [
    { level: 'elevated', value: 3, label: 'p < 0.01 and count >= 3' },
    { level: 'critical', value: 400, label: 'count >= 400' },
  ],
  bands: [{ from: at('2023-10-20'), to: at('2023-12-01'), level: 'elevated' }],
  dots: [{ at: at('2023-10-17'), label: 'fr-023', href: 'https://example.org/a?b=1&c=2' }],
  uncovered: [{ from: at('2023-10-01'), to: at('2023-10-17') }],
  now: at('2024-01-29'),
};

describe('readingChart', () => {
  it('gives the same bytes for the same data, whatever was drawn before', () => {
    const first = readingChart(DATA, SIZE);
    readingChart({ ...DATA, title: 'another' }, SIZE);
    expect(readingChart(DATA, SIZE)).toBe(first);
    expect(Buffer.from(toPng(first)).equals(toPng(readingChart(DATA, SIZE)))).toBe(true);
  });

  it('needs no inline style and says in words what it shows', () => {
    const svg = readingChart(DATA, SIZE);
    expect(svg).not.toMatch(/ style=| class=|<style| font="|NaN|Infinity|undefined/);
    expect(svg).toContain('role="img"');
    expect(svg).toContain('Highest 7 on 20 Oct 2023.');
    expect(svg).toContain('No coverage from 1 Oct 2023 to 17 Oct 2023.');
    expect(svg).toContain('href="https://example.org/a?b=1&amp;c=2"');
  });

  it('escapes every text', () => {
    const svg = readingChart(
      {
        ...DATA,
        title: HOSTILE,
        unit: HOSTILE,
        thresholds: [{ level: HOSTILE, value: 3, label: HOSTILE }],
        bands: [{ from: DATA.from, to: DATA.to, level: HOSTILE }],
        dots: [{ at: at('2023-11-01'), label: HOSTILE, href: `https://example.org/${HOSTILE}` }],
      },
      SIZE,
    );
    expect(svg).not.toMatch(/<script|' onload|[\u0000\u202e]/);
    expect(toPng(svg).length).toBeGreaterThan(1000);
  });

  it.each([
    ['javascript:alert(1)', 'runs code'],
    ['data:text/html,x', 'carries its own page'],
    ['https://user:secret@example.org/', 'holds credentials'],
    ['//example.org', 'has no scheme'],
  ])('does not link to %s: it %s', (href) => {
    expect(readingChart({ ...DATA, dots: [{ at: at('2023-11-01'), label: 'x', href }] }, SIZE)).not.toContain('<a ');
  });

  it.each([
    [{ ...DATA, points: [], thresholds: [], bands: [], dots: [] }, 'nothing known'],
    [{ ...DATA, points: [{ at: DATA.from, value: Number.NaN }] }, 'a value that is no number'],
    [{ ...DATA, points: DATA.points.map((point) => ({ ...point, value: 0 })) }, 'nothing but zeros'],
    [{ ...DATA, points: DATA.points.map((point) => ({ ...point, value: point.value / 1e6 })) }, 'tiny values'],
  ])('draws whatever comes (%#)', (data, why) => {
    expect([readingChart(data, SIZE).match(/NaN|Infinity|undefined/), why]).toEqual([null, why]);
  });

  it('names a far threshold instead of flattening the line for it', () => {
    const svg = readingChart(DATA, SIZE);
    expect(svg).toContain('>\u2191critical<');
    expect(svg).not.toMatch(/>400</);
  });

  it('refuses a period that does not run forward', () => {
    expect(() => readingChart({ ...DATA, to: DATA.from }, SIZE)).toThrow(RangeError);
  });
});

describe('level colours', () => {
  const ladders = [1, 2, 3, 4, 5, 8].map((size) => Array.from({ length: size }, (_, rank) => `level${rank}`));
  it.each(ladders.flatMap((ladder) => ladder.map((level) => [ladder.length, level, ladder] as const)))(
    'reach 4.5:1 in a ladder of %d for %s',
    (_, level, ladder) => {
      for (const theme of ['light', 'dark'] as const)
        for (const tone of ['alarm', 'easing'] as const) {
          const { ink, fill } = levelColours(level, ladder, theme, tone);
          expect(contrast(ink, surfaceOf(theme).background)).toBeGreaterThanOrEqual(4.5);
          expect(contrast('#ffffff', fill)).toBeGreaterThanOrEqual(4.5);
        }
    },
  );
});

/** WCAG 2.2 contrast ratio. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
