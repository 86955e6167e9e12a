import { DEFAULT_LADDER } from '@barometer/chart';
import type { Message, MessageRow } from '@barometer/notice';

/** Colours a level's name is shown in, by its place on the usual ladder; contrast AA on white and on black. */
const PILLS = [
  { back: '#1f5f8b', ink: '#ffffff' },
  { back: '#8a6100', ink: '#ffffff' },
  { back: '#b3430c', ink: '#ffffff' },
  { back: '#a3123a', ink: '#ffffff' },
];
const EASING = { back: '#1d6b45', ink: '#ffffff' };
const PLAIN = { back: '#4a5560', ink: '#ffffff' };

/** The content id of the chart's picture. */
export const CHART_CID = 'chart';

/** Escapes text for HTML, inside and outside attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A message as HTML: preheader, level, rows, chart, exact figures below; nothing remote, every text escaped. */
export function htmlOf(message: Message, { chart }: { readonly chart: boolean }): string {
  const picture = chart
    ? `<p style="margin:20px 0 0"><img src="cid:${CHART_CID}" alt="${escapeHtml(`The reading over time: ${message.first}`)}" width="600" style="display:block;width:100%;max-width:600px;height:auto;border:0;background:#ffffff;border-radius:6px"></p>`
    : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(message.subject)}</title>
<style>${STYLE}</style></head>
<body class="page" style="margin:0;padding:16px;background:#ffffff;color:#16202a;font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(message.first)}</div>
<div style="max-width:640px;margin:0 auto">
<p style="margin:0 0 8px">${pill(message)}</p>
<h1 style="margin:0 0 4px;font-size:20px;line-height:1.3">${escapeHtml(about(message))}</h1>
<p style="margin:0 0 16px;font-size:17px;font-weight:600">${escapeHtml(message.first)}</p>
${table(message.rows, message.link)}
${picture}
${message.below.length > 0 ? `<hr class="rule" style="margin:20px 0 12px;border:0;border-top:1px solid #d5dbe1"><div class="dim" style="${DIM}">${table(message.below, message.link)}</div>` : ''}
</div></body></html>
`;
}

const DIM = 'margin:0 0 12px;font-size:13px;color:#52606d';
const STYLE = `@media (prefers-color-scheme: dark){.page{background:#12181f!important;color:#e6ebf0!important}.dim,.label{color:#a3b0bd!important}.rule{border-color:#33404d!important}a{color:#8ec5ff!important}}`;

/** The subject without its first word and watch: these stand beside it. */
function about(message: Message): string {
  const bare = message.subject.replace(/ \[[^\]]*\]$/, '');
  const word = wordOf(message);
  return bare.startsWith(`${word} `) ? bare.slice(word.length).trim() : bare;
}

function wordOf({ level, subject }: Message): string {
  return level?.toUpperCase() ?? subject.split(' ')[0] ?? '';
}

function pill(message: Message): string {
  const { level, tone, subject, chartOf } = message;
  // A digest shows no chart, and what it tells may come from several ladders: the usual one stands for them.
  const ladder = chartOf?.ladder ?? DEFAULT_LADDER;
  const rank = level === null ? -1 : ladder.indexOf(level);
  const colours =
    tone === 'easing' ? EASING : rank < 0 ? PLAIN : PILLS[Math.round((rank / Math.max(1, ladder.length - 1)) * 3)]!;
  const watch = / \[([^\]]*)\]$/.exec(subject)?.[1];
  return `<span style="display:inline-block;padding:3px 10px;border-radius:4px;background:${colours.back};color:${colours.ink};font-weight:700;letter-spacing:.04em">${escapeHtml(wordOf(message))}</span>${watch === undefined ? '' : ` <span class="dim" style="font-size:13px;color:#52606d">${escapeHtml(watch)}</span>`}`;
}

function table(rows: readonly MessageRow[], link: string): string {
  const cells = rows.map(
    ({ label, lines }) =>
      `<tr><th class="label" scope="row" style="text-align:left;vertical-align:top;padding:3px 14px 3px 0;font-weight:600;color:#52606d;white-space:nowrap">${escapeHtml(label)}</th><td style="padding:3px 0;vertical-align:top">${linesOf(lines, link)}</td></tr>`,
  );
  return `<table role="presentation" style="border-collapse:collapse;width:100%">${cells.join('')}</table>`;
}

/** Lines under each other; those that runs of spaces put into columns become a table. */
function linesOf(lines: readonly string[], link: string): string {
  const rows = lines.map((line) => line.split(/ {2,}/));
  const columns = Math.max(...rows.map(({ length }) => length));
  if (rows.length < 2 || columns < 2) return lines.map((line) => lineOf(line, link)).join('<br>');
  const cell = (text: string, i: number, { length }: readonly string[]): string =>
    `<td${i === length - 1 && length < columns ? ` colspan="${columns - i}"` : ''} style="padding:0 12px 0 0;vertical-align:top${i === 0 ? ';white-space:nowrap' : ''}">${lineOf(text, link)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  return `<table role="presentation" style="border-collapse:collapse">${body}</table>`;
}

/** A line with its links to http(s) made links; runs of spaces stay, they align tables. */
function lineOf(line: string, link: string): string {
  const parts = line.split(/(https?:\/\/[^\s<>"')]+)/);
  const html = parts.map((part, i) =>
    i % 2 === 1
      ? `<a href="${escapeHtml(part)}" rel="noreferrer">${escapeHtml(part === link ? part : shorten(part))}</a>`
      : spaced(part),
  );
  return html.join('');
}

function spaced(text: string): string {
  return escapeHtml(text).replace(/ {2,}/g, (run) => '&nbsp;'.repeat(run.length - 1) + ' ');
}

function shorten(url: string): string {
  return url.length <= 70 ? url : `${url.slice(0, 69)}…`;
}
