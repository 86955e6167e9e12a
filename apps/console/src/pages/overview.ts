import type { OpenAlert } from '@barometer/desk';
import type { Transition } from '@barometer/alert';
import type { WatchDefinition } from '@barometer/watch';
import type { AsKnown } from '../views/as-known.js';
import { mostTelling, sayName } from '../views/chart-data.js';
import { isUndelivered, readDeliveries } from '../views/deliveries.js';
import { about, firstLine } from '../views/first-line.js';
import type { Room } from '../views/room.js';
import { sayDate } from '../views/say.js';
import { alarms, rankOpen, summarise, type Summary } from '../views/summary.js';
import { chart } from './chart.js';
import { html, type Html, type Part } from './html.js';
import { badge, levelClass, link, page, path } from './layout.js';

const DAYS = 120;

/** The first page: how everything stands, what is open, and a chart a rule. */
export async function overviewPage(room: Room, known: AsKnown): Promise<string> {
  const deliveries = await room.ask(known, () => readDeliveries(room.ports.stores.deliveries, known.at));
  const summary = summarise(known, deliveries?.filter(isUndelivered).length);
  const watches = pressingFirst(known);
  const body = [
    headline(known, summary),
    configProblems(room),
    openAlerts(room, known),
    watches.map((watch) => watchSection(room, known, watch)),
  ];
  return page({ title: summary.head, known, path: '/' }, body);
}

function headline(known: AsKnown, summary: Summary): Html {
  const ladder = known.desk.definition?.ladder ?? [];
  const look = summary.tone === 'alarm' ? levelClass(summary.level, ladder, 'alarm') : `level-${summary.tone}`;
  return html`<p class="headline ${look}" role="status"><strong>${summary.head}</strong> ${summary.words}</p>`;
}

/** Watches in the order of their highest open alert, then as the config has them. */
function pressingFirst({ desk }: AsKnown): readonly WatchDefinition[] {
  const { ladder = [], watches = [] } = desk.definition ?? {};
  const open = alarms(desk);
  const rank = ({ name }: WatchDefinition) =>
    Math.max(-1, ...open.filter(({ watch }) => watch === name).map(({ level }) => ladder.indexOf(level)));
  return [...watches].sort((a, b) => rank(b) - rank(a));
}

/** Problems that keep the edited file from taking effect. */
export function faultsOf(room: Room) {
  return room.ports.config.problems.filter(({ severity }) => severity !== 'warning');
}

/** A bar that names what keeps the edited config file from taking effect. */
export function configProblems(room: Room): Part {
  const [problem, ...more] = faultsOf(room);
  if (!problem) return undefined;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return html`<p class="problem" role="alert">
    <strong>The edited config is not in effect.</strong> ${problem.file}:${problem.line}:${problem.column}
    ${problem.message}${others}. <a href="/config">See all</a>
  </p>`;
}

function openAlerts(room: Room, known: AsKnown): Html {
  const open = rankOpen(known.desk.open(), known.desk);
  if (open.length === 0)
    return html`<section>
      <h2>Open alerts</h2>
      <p class="none">No alert is open.</p>
    </section>`;
  return html`<section>
    <h2>Open alerts <small>${open.length}</small></h2>
    <ol class="alerts">
      ${open.map((alert) => alertItem(room, known, alert))}
    </ol>
  </section>`;
}

function alertItem(room: Room, known: AsKnown, alert: OpenAlert): Html {
  const acknowledged = room.actList.acknowledgements(alert.alertId).at(-1);
  return html`<li class="${levelClass(alert.level, alert.last.ladder, alert.last.tone)}">
    <a href="${link(known, path('a', alert.alertId))}">
      ${badge(alert.level, alert.last.ladder, alert.last.tone)} <strong>${about(room, known, alert.last)}</strong>
      <span class="first">${firstLine(room, known, alert.last)}</span>
      <span class="meta"
        >since ${sayDate(alert.since)} ·
        ${alert.last.watchTitle}${acknowledged ? ` · acknowledged by ${acknowledged.by}` : ''}</span
      >
    </a>
  </li>`;
}

/** One alert of a list, open or closed. */
export function alertLine(room: Room, known: AsKnown, last: Transition): Html {
  return html`<li class="${levelClass(last.level, last.ladder, last.tone)}">
    <a href="${link(known, path('a', last.alertId))}">
      ${badge(last.level ?? last.transition, last.ladder, last.tone)} <strong>${about(room, known, last)}</strong>
      <span class="first">${firstLine(room, known, last)}</span>
      <span class="meta">${last.transition} ${sayDate(Date.parse(last.at))} · ${last.watchTitle}</span>
    </a>
  </li>`;
}

/** A watch with one chart a rule. */
export function watchSection(room: Room, known: AsKnown, watch: WatchDefinition): Html {
  const charts = watch.rules.map((rule) => {
    const series = mostTelling(known.desk, watch.name, rule.name);
    const all = known.desk.series(watch.name, rule.name);
    const to = link(known, '/series', { watch: watch.name, rule: rule.name, series: series ?? 'all' });
    const picture =
      series === undefined
        ? html`<p class="none">${rule.title}: nothing seen yet.</p>`
        : chart(room, known, { watch, rule, series, days: DAYS });
    return html`<figure>
      ${picture}
      <figcaption>
        <a href="${to}">${rule.name}${series === undefined || series === 'all' ? '' : `, ${sayName(series)}`}: why</a>
        ${others(known, watch.name, rule.name, all, series)}
      </figcaption>
    </figure>`;
  });
  return html`<section>
    <h2><a href="${link(known, path('watches', watch.name))}">${watch.title}</a></h2>
    <div class="charts">${charts}</div>
  </section>`;
}

const MOST_LINKS = 6;

function others(known: AsKnown, watch: string, rule: string, all: readonly string[], shown: string | undefined): Part {
  const rest = all.filter((series) => series !== shown);
  const links = rest
    .slice(-MOST_LINKS)
    .map((series) => html` · <a href="${link(known, '/series', { watch, rule, series })}">${sayName(series)}</a>`);
  const hidden = rest.length - links.length;
  return [links, hidden > 0 ? html` · <a href="${link(known, path('watches', watch))}">${hidden} more</a>` : undefined];
}
