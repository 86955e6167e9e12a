import type { WatchDefinition } from '@barometer/watch';
import type { AsKnown } from '../views/as-known.js';
import { sayName } from '../views/chart-data.js';
import type { Room } from '../views/room.js';
import { counted } from '../views/say.js';
import { html, type Html } from './html.js';
import { link, page, path } from './layout.js';
import { alertLine, watchSection } from './overview.js';

const MOST = 200;

/** One watch: its charts, every series of every rule, and its alerts. */
export function watchPage(room: Room, known: AsKnown, watch: WatchDefinition): string {
  const alerts = room.alerts.all(known.at).filter(({ last }) => last.watch === watch.name);
  const body = [
    html`<h1>${watch.title}</h1>`,
    watchSection(room, known, watch),
    html`<section>
      <h2>Series</h2>
      ${watch.rules.map((rule) => seriesOf(known, watch, rule.name))}
    </section>`,
    html`<section>
      <h2>Alerts <small>${alerts.length}</small></h2>
      <ol class="alerts">
        ${alerts.slice(0, MOST).map(({ last }) => alertLine(room, known, last))}
      </ol>
    </section>`,
  ];
  return page({ title: watch.title, known, path: path('watches', watch.name) }, body);
}

function seriesOf(known: AsKnown, watch: WatchDefinition, rule: string): Html {
  const all = known.desk.series(watch.name, rule);
  const links = all
    .slice(0, MOST)
    .map(
      (series) =>
        html`<li><a href="${link(known, '/series', { watch: watch.name, rule, series })}">${sayName(series)}</a></li>`,
    );
  return html`<h3>${rule} <small>${all.length}</small></h3>
    <ul class="inline">
      ${links}
    </ul>`;
}

/** Every watch with its rules. */
export function watchesPage(known: AsKnown): string {
  const watches = known.desk.definition?.watches ?? [];
  const open = known.desk.open();
  const items = watches.map((watch) => {
    const count = open.filter((alert) => alert.watch === watch.name).length;
    return html`<li>
      <a href="${link(known, path('watches', watch.name))}"
        ><strong>${watch.title}</strong>
        <span class="meta"
          >${watch.rules.map(({ name }) => name).join(', ')} ·
          ${count === 0 ? 'no alert open' : `${counted(count, 'alert')} open`}</span
        ></a
      >
    </li>`;
  });
  return page(
    { title: 'Watches', known, path: '/watches' },
    html`<h1>Watches</h1>
      <ol class="alerts">
        ${items}
      </ol>`,
  );
}

/** Every alert as it stands, the latest moved first. */
export function alertsPage(room: Room, known: AsKnown): string {
  const all = room.alerts.all(known.at);
  const items = all.slice(0, MOST).map(({ last }) => alertLine(room, known, last));
  const list =
    items.length === 0
      ? html`<p class="none">No alert was raised yet.</p>`
      : html`<ol class="alerts">
          ${items}
        </ol>`;
  return page(
    { title: 'Alerts', known, path: '/alerts' },
    html`<h1>Alerts <small>${all.length}</small></h1>
      ${list}`,
  );
}
