import type { Outcome } from '@barometer/notice';
import { SECOND, type Duration, type Instant } from '@barometer/time';

/** A receiver's answer; the text is cut and safe to show. */
export interface Reply {
  readonly status: number;
  readonly retryAfter?: string;
  readonly text: string;
}

const AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);
/** Answers to a wrong secret or URL, whatever is sent. */
const BLOCKED: ReadonlySet<number> = new Set([401, 403, 404, 405, 407]);

/** 2xx accepted, 410 gone, 408, 425, 429 and 5xx again, blocked where secret or URL are wrong, as by a redirect; everything else refused. */
export function judge({ status, retryAfter, text }: Reply, at: Instant): Outcome {
  const said = text === '' ? `${status}` : `${status}: ${text}`;
  if (status >= 200 && status < 300) return { is: 'accepted', reply: said };
  if (status === 410) return { is: 'gone', why: said };
  if (AGAIN.has(status) || status >= 500) {
    const after = readRetryAfter(retryAfter, at);
    return after === undefined ? { is: 'retry', why: said } : { is: 'retry', why: said, after };
  }
  if (status >= 300 && status < 400)
    return { is: 'blocked', why: `${status}: redirects are not followed; set the URL it leads to` };
  return { is: BLOCKED.has(status) ? 'blocked' : 'refused', why: said };
}

/** `Retry-After` in seconds or as a date; `undefined` where it says nothing usable. */
export function readRetryAfter(text: string | undefined, at: Instant): Duration | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,7}$/.test(text.trim())) return Number(text) * SECOND;
  // Bare numbers such as `-5` would pass for years.
  const date = /[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - at);
}
