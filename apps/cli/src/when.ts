import { iso, type Instant } from '@barometer/time';

/** `2023-10-20 23:59Z`: a time in a table. */
export function when(at: Instant | string): string {
  const text = typeof at === 'string' ? at : iso(at);
  return `${text.slice(0, 10)} ${text.slice(11, 16)}Z`;
}
