import { sayReason, type Transition } from '@barometer/alert';
import { iso } from '@barometer/time';
import { isStanding, matches } from '../views/act-list.js';
import type { AlertHistory } from '../views/alerts.js';
import type { AsKnown } from '../views/as-known.js';
import { newsOf, readDeliveries } from '../views/deliveries.js';
import { about, composed, firstLine } from '../views/first-line.js';
import type { Room } from '../views/room.js';
import { sayBoth, sayFigure, sayTime } from '../views/say.js';
import { chart } from './chart.js';
import { evidenceList } from './evidence.js';
import { html, type Html, type Part } from './html.js';
import { badge, facts, levelClass, linesOf, link, page, path, table, timeCell, NOT_KNOWN } from './layout.js';

/** One alert: why it stands, how it came here, who was told, and what can be done. */
export async function alertPage(room: Room, known: AsKnown, history: AlertHistory): Promise<string> {
  const { last } = history;
  const body = [
    head(room, known, history),
    whySection(room, known, history),
    controls(room, known, last),
    picture(room, known, last),
    html`<section>
      <h2>Evidence <small>${last.evidenceTotal}</small></h2>
      ${evidenceList(room, known, last)}
    </section>`,
    timeline(room, known, history),
    await thread(room, known, history),
  ];
  return page({ title: about(room, known, last), known, path: path('a', history.alertId) }, body);
}

function head(room: Room, known: AsKnown, { last, transitions }: AlertHistory): Html {
  const zone = known.desk.definition?.timezone;
  const ended = last.level === null ? html`<p class="ended">${endWords(last)}</p>` : undefined;
  return html`<div class="headline ${levelClass(last.level, last.ladder, last.tone)}">
      ${badge(last.level ?? last.transition, last.ladder, last.tone)}
      <h1>${about(room, known, last)}</h1>
      <p class="first">${firstLine(room, known, last)}</p>
      ${last.level === null ? undefined : html`<p class="do"><a href="#act">Acknowledge or silence</a></p>`}
    </div>
    ${ended}
    ${facts([
      ['Alert', html`<code>${last.alertId}</code>, rule <code>${last.rule}</code>, series <code>${last.series}</code>`],
      ['Watch', html`<a href="${link(known, watchUrl(known, last.watch))}">${last.watchTitle}</a>`],
      ['Rule', last.title],
      ['Raised', sayBoth(Date.parse(last.since), zone)],
      ['Last moved', `${sayBoth(Date.parse(last.at), zone)} (${transitions.length} transitions)`],
    ])}`;
}

/** The built-in watch over the feeds has no page but theirs. */
function watchUrl({ desk }: AsKnown, watch: string): string {
  const defined = desk.definition?.watches.some(({ name }) => name === watch) ?? false;
  return defined ? path('watches', watch) : '/feeds';
}

function endWords(last: Transition): string {
  const when = sayTime(Date.parse(last.at));
  if (last.transition === 'withdrawn')
    return `Withdrawn on ${when}: ${sayReason(last.reason)}. What it was raised on no longer stands.`;
  return `Resolved on ${when}: ${sayReason(last.reason)}.`;
}

function controls(room: Room, known: AsKnown, last: Transition): Html {
  const acknowledged = room.actList.acknowledgements(last.alertId).map(({ by, note, wall }) => {
    const later = wall > known.at && !known.live ? ', after the time this page shows' : '';
    return html`<li>
      Acknowledged by <strong>${by}</strong> on ${sayTime(wall)}${later}${note === undefined ? '' : `: ${note}`}
    </li>`;
  });
  const silenced = room.actList
    .silences()
    .filter((silence) => isStanding(silence, room.ports.clock.now()) && matches(silence.matchers, fieldsOf(last)))
    .map(
      (silence) =>
        html`<li>
          Silenced until ${sayTime(silence.until)} by <strong>${silence.by}</strong>: ${silence.reason}. A rise in level
          breaks through.
        </li>`,
    );
  const state =
    acknowledged.length + silenced.length > 0
      ? html`<ul class="acts">
          ${acknowledged}${silenced}
        </ul>`
      : undefined;
  return html`<section class="controls" id="act">
    <h2>Act</h2>
    ${state ?? html`<p class="none">Nobody has acknowledged this alert.</p>`}
    <div class="forms">${acknowledgeForm(last)}${silenceForm(room, last)}</div>
  </section>`;
}

function fieldsOf({ watch, rule, series, alertId, level }: Transition): Readonly<Record<string, string | null>> {
  return { watch, rule, series, alertId, level };
}

function acknowledgeForm({ alertId }: Transition): Html {
  return html`<form method="post" action="/api/v1/alerts/${alertId}/acknowledge">
    <h3>Acknowledge</h3>
    <label>Your name <input name="by" autocomplete="name" maxlength="64" /></label>
    <label>Note (optional) <input name="note" maxlength="500" /></label>
    <button class="main">Acknowledge</button>
  </form>`;
}

const DAY = 86_400_000;

function silenceForm(room: Room, { alertId }: Transition): Html {
  const until = iso(room.ports.clock.now() + DAY).slice(0, 16) + 'Z';
  return html`<form method="post" action="/api/v1/silences">
    <h3>Silence</h3>
    <input type="hidden" name="alertId" value="${alertId}" />
    <label>Your name <input name="by" autocomplete="name" maxlength="64" /></label>
    <label>Reason <input name="reason" required maxlength="500" /></label>
    <label>Until (UTC) <input name="until" required value="${until}" /></label>
    <button>Silence this alert</button>
  </form>`;
}

function whySection(room: Room, known: AsKnown, { last }: AlertHistory): Html {
  const message = composed(room, known, last);
  const rows = (message?.rows ?? []).filter(({ label }) => !['Act', 'Ack', 'Level'].includes(label));
  const below = message?.below ?? [];
  return html`<section>
    <h2>Why</h2>
    ${facts([
      [
        'Value',
        html`<strong>${sayFigure(last.value)}</strong
          >${last.before ? ` (last told ${sayFigure(last.before.value)})` : ''}${last.provisional ? ', provisional' : ''}`,
      ],
      [
        'Threshold',
        html`${badge(last.threshold.level, last.ladder, last.tone)} <code>${last.threshold.condition}</code>`,
      ],
      [
        'Baseline',
        last.baseline &&
          `${last.baseline.k} in ${Math.round(last.baseline.days)} covered days, ${last.baseline.from.slice(0, 10)} to ${last.baseline.to.slice(0, 10)}`,
      ],
      ['Without the largest', counterfactual(last)],
      ...rows.map(({ label, lines }) => [label, linesOf(lines)] as const),
    ])}
    <details>
      <summary>Exact figures</summary>
      ${facts([
        ...Object.entries(last.fields).map(([name, value]) => [name, html`<code>${String(value)}</code>`] as const),
        ...below.map(({ label, lines }) => [label, linesOf(lines)] as const),
        ['Cause', html`<code>${last.cause}</code>`],
        ['Hash', html`<code>${last.hash}</code>`],
        ['Rules', html`<code>${last.definition}</code>, engine ${last.engine}`],
      ])}
      <p>
        <a href="${link(known, '/series', { watch: last.watch, rule: last.rule, series: last.series })}"
          >How the series stands now</a
        >
      </p>
    </details>
  </section>`;
}

function counterfactual({ counterfactual: without, ladder, tone }: Transition): Part {
  if (!without) return undefined;
  return html`without ${without.without} it would read ${sayFigure(without.value)}:
  ${badge(without.level, ladder, tone)}`;
}

function picture(room: Room, known: AsKnown, last: Transition): Part {
  const watch = known.desk.definition?.watches.find(({ name }) => name === last.watch);
  const rule = watch?.rules.find(({ name }) => name === last.rule);
  if (!watch || !rule) return undefined;
  return html`<section>
    <h2>Reading</h2>
    <figure class="alone">
      ${chart(room, known, { watch, rule, series: last.series, days: daysSince(last, known) })}
    </figure>
  </section>`;
}

/** Long enough to show the alert from its start with as much again before it. */
function daysSince({ since }: Transition, known: AsKnown): number {
  return Math.min(365, Math.max(21, Math.ceil((2 * (known.at - Date.parse(since))) / DAY) + 14));
}

function timeline(room: Room, known: AsKnown, { transitions }: AlertHistory): Html {
  const items = [...transitions].reverse().map(
    (transition) =>
      html`<li class="${levelClass(transition.level, transition.ladder, transition.tone)}">
        <time>${sayTime(Date.parse(transition.at))}</time>
        ${badge(transition.level ?? transition.transition, transition.ladder, transition.tone)}
        <span>${firstLine(room, known, transition)}</span>
        <span class="meta">${transition.transition}, ${sayReason(transition.reason)}</span>
      </li>`,
  );
  return html`<section>
    <h2>Timeline</h2>
    <ol class="timeline">
      ${items}
    </ol>
  </section>`;
}

async function thread(room: Room, known: AsKnown, { alertId }: AlertHistory): Promise<Html> {
  const all = await room.ask(known, () => readDeliveries(room.ports.stores.deliveries, known.at));
  const deliveries = (all ?? []).filter(({ alerts }) => alerts.includes(alertId));
  const rows = deliveries.map((delivery) => [
    timeCell(newsOf(delivery)),
    delivery.receiver,
    delivery.recipient,
    delivery.stage,
    delivery.first,
    delivery.why ?? delivery.reply ?? '',
  ]);
  return html`<section>
    <h2>Who was told</h2>
    ${table(['When', 'Receiver', 'Recipient', 'Stage', 'First line', 'Reply'], rows, all ? 'Nobody was told of this alert.' : NOT_KNOWN)}
    <p><a href="${link(known, '/deliveries')}">All deliveries</a></p>
  </section>`;
}
