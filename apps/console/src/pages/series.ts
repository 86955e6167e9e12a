import type { RuleDefinition } from '@barometer/alert';
import type { Explanation } from '@barometer/desk';
import { formatDuration } from '@barometer/time';
import type { WatchDefinition } from '@barometer/watch';
import type { AsKnown } from '../views/as-known.js';
import { sourcesOf, titleOf } from '../views/chart-data.js';
import type { Room } from '../views/room.js';
import { sayBoth, sayDate, sayFigure, sayWord } from '../views/say.js';
import { chart } from './chart.js';
import { html, type Html, type Part } from './html.js';
import { badge, facts, link, page, path, table } from './layout.js';

/** One series of one rule: its reading, why it fired or did not, and what it is made of. */
export function seriesPage(
  room: Room,
  known: AsKnown,
  ask: { watch: WatchDefinition; rule: RuleDefinition; series: string; days: number },
): string {
  const { watch, rule, series } = ask;
  const explanation = known.desk.explain(watch.name, rule.name, series);
  const title = titleOf(room, known.desk, rule, series);
  const body = [
    html`<h1>${title}</h1>
      <p class="meta">
        <a href="${link(known, path('watches', watch.name))}">${watch.title}</a>, rule <code>${rule.name}</code>, series
        <code>${series}</code>
      </p>`,
    html`<figure class="alone">
      ${chart(room, known, ask)}
      <figcaption>${spans(known, ask)}</figcaption>
    </figure>`,
    explanation ? why(known, explanation) : html`<p class="none">This series has never had an incident.</p>`,
    ruleFacts(rule),
    explanation ? contributors(known, explanation) : undefined,
    alertsOf(room, known, ask),
  ];
  return page({ title, known, path: '/series' }, body);
}

const SPANS = [30, 120, 365, 1_700];

function spans(
  known: AsKnown,
  { watch, rule, series, days }: { watch: WatchDefinition; rule: RuleDefinition; series: string; days: number },
): Part {
  return SPANS.map((length, index) => {
    const to = link(known, '/series', { watch: watch.name, rule: rule.name, series, days: String(length) });
    return [
      index > 0 ? ' · ' : '',
      length === days ? html`<strong>${length} days</strong>` : html`<a href="${to}">${length} days</a>`,
    ];
  });
}

function why(known: AsKnown, explanation: Explanation): Html {
  const { rungs, level, words } = explanation;
  const ladder = known.desk.definition?.ladder ?? [];
  return html`<section>
    <h2>${level === null ? 'Why it did not fire' : 'Why it fired'}</h2>
    <p class="lead">${words}</p>
    ${readingFacts(known, explanation)}
    ${table(
      ['Level', 'Condition', 'Now', 'Missing', 'Held back by'],
      rungs.map((rung) => rungRow(rung, ladder)),
      'The rule has no levels.',
    )}
  </section>`;
}

function readingFacts({ desk: { definition } }: AsKnown, { reading, level, at }: Explanation): Html {
  const { baseline } = reading;
  return facts([
    ['Level', badge(level, definition?.ladder ?? [])],
    [
      'Value',
      reading.known
        ? html`<strong>${sayFigure(reading.value)}</strong>${reading.provisional ? ', provisional' : ''}`
        : `no reading: ${reading.why ?? 'unknown'}`,
    ],
    ...Object.entries(reading.fields).map(([name, value]) => [sayWord(name), sayFigure(value)] as const),
    [
      'Baseline',
      baseline &&
        `${baseline.k} in ${Math.round(baseline.days)} covered days, ${sayDate(baseline.from)} to ${sayDate(baseline.to)}`,
    ],
    ['At', sayBoth(at, definition?.timezone)],
  ]);
}

function rungRow(
  { level, condition, holds, comparisons, guard }: Explanation['rungs'][number],
  ladder: readonly string[],
) {
  return [
    badge(level, ladder),
    html`<code>${condition}</code> ${holds ? 'holds' : 'does not hold'}`,
    comparisons.map(
      (each) => html`<span class="line">${each.holds ? '✓' : '✗'} ${each.text}: ${sayFigure(each.actual)}</span>`,
    ),
    comparisons.map(
      (each) =>
        html`<span class="line">${each.holds || each.distance === undefined ? '–' : sayFigure(each.distance)}</span>`,
    ),
    guard ?? '–',
  ];
}

function ruleFacts(rule: RuleDefinition): Html {
  const params = Object.entries(rule.reading.params).map(
    ([name, value]) => [name, html`<code>${paramText(name, value)}</code>`] as const,
  );
  return html`<details>
    <summary>The rule</summary>
    ${facts([
      ['Reading', html`<code>${rule.reading.kind}</code>`],
      ['By', rule.reading.by.join(', ') || 'one series'],
      ...params,
      ['Hold', formatDuration(rule.hold)],
      ['Release', formatDuration(rule.release)],
      ['Tone', rule.tone],
    ])}
  </details>`;
}

const LENGTHS = /^(window|baseline|memory|within|guard|gap)$/;

function paramText(name: string, value: unknown): string {
  if (typeof value === 'number' && LENGTHS.test(name)) return formatDuration(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const MOST = 40;

function contributors(known: AsKnown, { contributors: all }: Explanation): Html {
  const rows = all.slice(0, MOST).map(({ ref, at, weight, as }) => {
    const incident = known.desk.incident(ref);
    const name = incident ? `${incident.revision.recordId}.${incident.revision.revision}` : ref.slice(0, 12);
    const source = incident ? sourcesOf(incident)[0] : undefined;
    return [
      html`<a href="${link(known, path('incidents', ref))}">${name}</a>`,
      sayDate(at),
      sayFigure(weight),
      as ?? '',
      incident ? sayWord(incident.revision.kind) : '',
      source === undefined ? '' : html`<a rel="noreferrer noopener" href="${source}">source</a>`,
    ];
  });
  const rest = all.length - rows.length;
  return html`<section>
    <h2>Made of <small>${all.length}</small></h2>
    ${table(['Incident', 'When', 'Weight', 'As', 'Kind', 'Source'], rows, 'No incident is in the window.')}${rest > 0 ? html`<p class="meta">and ${rest} more</p>` : undefined}
  </section>`;
}

function alertsOf(
  room: Room,
  known: AsKnown,
  { watch, rule, series }: { watch: WatchDefinition; rule: RuleDefinition; series: string },
): Html {
  const transitions = room.alerts.ofSeries({ watch: watch.name, rule: rule.name, series }, known.at);
  const rows = [...transitions]
    .reverse()
    .slice(0, MOST)
    .map((transition) => [
      sayDate(Date.parse(transition.at)),
      html`<a href="${link(known, path('a', transition.alertId))}">${transition.alertId}</a>`,
      transition.transition,
      badge(transition.level, transition.ladder, transition.tone),
      sayFigure(transition.value),
    ]);
  return html`<section>
    <h2>Alerts of this series</h2>
    ${table(['When', 'Alert', 'What', 'Level', 'Value'], rows, 'It has never raised an alert.')}
  </section>`;
}
