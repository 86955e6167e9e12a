import { readingChart } from '@barometer/chart';
import { chartData, type ChartAsk } from '../views/chart-data.js';
import type { AsKnown } from '../views/as-known.js';
import type { Room } from '../views/room.js';
import { Html, html } from './html.js';

const SIZE = { width: 480, height: 250 };

/** A series as a picture, once for light and once for dark screens. */
export function chart(room: Room, known: AsKnown, ask: ChartAsk): Html {
  const data = chartData(room, known, ask);
  // The chart library escapes every text in the pictures it draws.
  const light = new Html(readingChart(data, { theme: 'light', ...SIZE }));
  const dark = new Html(readingChart(data, { theme: 'dark', ...SIZE }));
  return html`<div class="chart">
    <div class="for-light">${light}</div>
    <div class="for-dark">${dark}</div>
  </div>`;
}
