import type { Instant } from '@barometer/time';
import type { AsKnown } from '../views/as-known.js';
import { sayBoth, sayTime } from '../views/say.js';
import { html, type Html, type Part } from './html.js';

/** What every page is framed with. */
export interface Frame {
  readonly title: string;
  readonly known: AsKnown;
  /** The path of the page itself, for the form that looks back. */
  readonly path: string;
  readonly wide?: boolean;
}

/** A path on this server that keeps the page's `at`. */
export function link(
  known: Pick<AsKnown, 'param'>,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const asked = known.param === undefined ? query : { ...query, at: known.param };
  const text = new URLSearchParams(asked).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A path made of segments, each encoded. */
export function path(...segments: readonly string[]): string {
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

const PAGES = [
  ['/', 'Now'],
  ['/alerts', 'Alerts'],
  ['/watches', 'Watches'],
  ['/incidents', 'Incidents'],
  ['/feeds', 'Feeds'],
  ['/deliveries', 'Deliveries'],
  ['/silences', 'Silences'],
  ['/rejects', 'Rejects'],
  ['/outbox', 'Outbox'],
  ['/config', 'Config'],
] as const;

/** Stands where a list would, when the store does not answer. */
export const NOT_KNOWN = 'Not known: the store does not answer.';

/** A whole page. */
export function page(frame: Frame, body: Part): string {
  return document(frame, body, { above: [lookingBack(frame), mayBeBehind(frame)], below: foot(frame) });
}

/** A page about no time in particular, that is none of the menu's. */
export function frameless(title: string, body: Part): string {
  return document({ title, known: { param: undefined }, path: '' }, body, {});
}

/** What the menu and the title need. */
interface Place extends Pick<Frame, 'title' | 'path'> {
  readonly known: Pick<AsKnown, 'param'>;
}

function document(
  place: Place,
  body: Part,
  { above, below }: { readonly above?: Part; readonly below?: Part },
): string {
  const { title, known } = place;
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Barometer</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${above}
        <header class="top"><a class="brand" href="${link(known, '/')}">Barometer</a>${menu(place)}</header>
        <main id="main">${body}</main>
        ${below}
      </body>
    </html>`.text
  }`;
}

function lookingBack({ known, path: here }: Frame): Part {
  if (known.live) return undefined;
  return html`<p class="back">
    As known on <time>${sayTime(known.at)}</time>. <a href="${`${here}?at=now`}">Go to now</a>
  </p>`;
}

function mayBeBehind({ known }: Frame): Part {
  if (!known.behind) return undefined;
  return html`<p class="problem" role="alert">
    <strong>The store does not answer.</strong> Not all of it could be read within 2 s: what is shown may be behind.
  </p>`;
}

function menu({ known, path: here }: Place): Html {
  const items = PAGES.map(([to, name]) => {
    const current = to === '/' ? here === '/' : here.startsWith(to);
    return html`<li><a href="${link(known, to)}" ${current ? html`aria-current="page"` : undefined}>${name}</a></li>`;
  });
  return html`<nav aria-label="Pages">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function foot({ known, path: here }: Frame): Html {
  const value = known.param === undefined || known.param === 'now' ? '' : known.param;
  const zone = known.desk.definition?.timezone;
  return html`<footer>
    <form method="get" action="${here}" class="at">
      <label for="at">As known at</label>
      <input id="at" name="at" value="${value}" placeholder="2024-01-29" pattern="[0-9TZ:.+\\-]*|now" size="12" />
      <button>Show</button>
    </form>
    <p>
      Shown: ${sayBoth(known.at, zone)}. Engine and rules:
      <code>${(known.desk.definitionHash ?? 'none').slice(0, 12)}</code>.
    </p>
  </footer>`;
}

/** A level as a small badge; `null` reads `none`. */
export function badge(level: string | null, ladder: readonly string[], tone: 'alarm' | 'easing' = 'alarm'): Html {
  return html`<span class="badge ${levelClass(level, ladder, tone)}">${level ?? 'none'}</span>`;
}

/** The class that colours a level by its place on the ladder. */
export function levelClass(level: string | null, ladder: readonly string[], tone: 'alarm' | 'easing'): string {
  if (level === null) return 'level-none';
  if (tone === 'easing') return 'level-easing';
  const place = ladder.indexOf(level);
  const rank = ladder.length <= 1 || place < 0 ? 3 : Math.round((place / (ladder.length - 1)) * 3);
  return `level-${rank}`;
}

/** A table that scrolls sideways on a phone; a note where it is empty. */
export function table(heads: readonly string[], rows: readonly (readonly Part[])[], empty: string): Html {
  if (rows.length === 0) return html`<p class="none">${empty}</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A time in a table: date and hour, broken nowhere but between them. */
export function timeCell(at: Instant): Html {
  return html`<time>${sayTime(at)}</time>`;
}

/** Terms and their values, absent ones left out. */
export function facts(pairs: readonly (readonly [term: string, value: Part])[]): Html {
  const shown = pairs.filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return html`<dl>
    ${shown.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Lines of a message under each other; those that runs of spaces put into columns become a table. */
export function linesOf(lines: readonly string[]): Part {
  const rows = lines.map((line) => line.split(/ {2,}/));
  if (rows.every(({ length }) => length < 2)) return lines.map((line) => html`<span class="line">${line}</span>`);
  return html`<table class="columns">
    ${rows.map(
      (row) =>
        html`<tr>
          ${row.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
    )}
  </table>`;
}
