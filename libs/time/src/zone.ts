import type { Instant } from './instant.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** True when the runtime knows the IANA zone name. */
export function isZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** `2024-01-28 08:30 +03:00`: the wall time in an IANA zone with its offset from UTC; an unknown zone throws. */
export function zonedTime(at: Instant, zone: string): string {
  const { date, time, offset } = zonedParts(at, zone);
  return `${date} ${time} ${offset}`;
}

/** The wall date, the time to the minute and the offset from UTC in an IANA zone. */
export function zonedParts(
  at: Instant,
  zone: string,
): { readonly date: string; readonly time: string; readonly offset: string } {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  const offset = part('timeZoneName').replace('GMT', '');
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    offset: offset === '' ? '+00:00' : offset,
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formats.set(zone, format);
  return format;
}
