import { DAY, iso, parseInstant, zonedParts, type Instant } from '@barometer/time';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `28 Jan`; with the year where the two lie more than 300 days apart; UTC. */
export function day(at: Instant | string, now: Instant | string): string {
  const date = isoOf(at);
  const text = dayOf(date.slice(0, 10));
  return Math.abs(instantOf(now) - instantOf(at)) > 300 * DAY ? `${text} ${date.slice(0, 4)}` : text;
}

/** `28 Jan 02:30 UTC (05:30 Asia/Baghdad)`; the local day is named where it differs. */
export function moment(at: Instant | string, now: Instant | string, zone: string): string {
  const utc = isoOf(at);
  const text = `${day(utc, now)} ${utc.slice(11, 16)} UTC`;
  if (zone === 'UTC') return text;
  const local = zonedParts(instantOf(at), zone);
  const localDay = local.date === utc.slice(0, 10) ? '' : `${dayOf(local.date)} `;
  return `${text} (${localDay}${local.time} ${zone})`;
}

function dayOf(date: string): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** The instant of an instant or of ISO text. */
export function instantOf(at: Instant | string): Instant {
  return typeof at === 'number' ? at : parseInstant(at).at;
}

function isoOf(at: Instant | string): string {
  return typeof at === 'number' ? iso(at) : at;
}
