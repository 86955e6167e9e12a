import { answered } from '../ask.js';
import { isStanding } from '../views/act-list.js';
import type { AsKnown } from '../views/as-known.js';
import { isGivenUp, isUndelivered, newsOf, readDeliveries, type DeliveryRow } from '../views/deliveries.js';
import { readRejects } from '../views/rejects.js';
import type { Room } from '../views/room.js';
import { counted, sayTime } from '../views/say.js';
import { feedsOf } from '../views/summary.js';
import { html, type Part } from './html.js';
import { link, page, path, table, timeCell } from './layout.js';

const MOST = 300;

/** Every feed: alive, silent or ended, and what it covers. */
export function feedsPage(known: AsKnown): string {
  const defined = new Map((known.desk.definition?.feeds ?? []).map((feed) => [feed.name, feed]));
  const rows = feedsOf(known.desk).map(({ feed, state, coverage, since }) => [
    html`<strong>${feed}</strong>`,
    html`<span class="state state-${state}">${state}</span>`,
    coverage,
    since === undefined ? '' : timeCell(Date.parse(since)),
    (defined.get(feed)?.covers ?? []).map(
      ({ from, to }) =>
        html`<span class="line">${sayTime(from).slice(0, -10)} to ${sayTime(to - 1).slice(0, -10)}</span>`,
    ),
    defined.get(feed)?.datasets.join(', ') ?? '',
  ]);
  const body = html`<h1>Feeds</h1>
    <p class="meta">A partial feed alone never says that nothing happened.</p>
    ${table(['Feed', 'State', 'Coverage', 'Since', 'Covers', 'Datasets'], rows, 'No feed is configured.')}`;
  return page({ title: 'Feeds', known, path: '/feeds' }, body);
}

/** Who was told what, and who was not. */
export async function deliveriesPage(room: Room, known: AsKnown): Promise<string> {
  const all = answered(await room.ask(known, () => readDeliveries(room.ports.stores.deliveries, known.at)));
  const waiting = all.filter(isUndelivered).length;
  const rows = all
    .slice(0, MOST)
    .map((delivery) => [
      timeCell(newsOf(delivery)),
      delivery.receiver,
      delivery.recipient,
      html`<span class="state state-${delivery.stage}">${delivery.stage}</span>${delivery.history ? ' (history)' : ''}`,
      delivery.subject,
      delivery.alerts.map((id) => html` <a href="${link(known, path('a', id))}">${id}</a>`),
      delivery.attempts,
      [delivery.why ?? delivery.reply ?? '', ...againOf(delivery)],
    ]);
  const receivers = room.ports.config.current.receivers.map(
    ({ name, channel }) =>
      html`<form method="post" action="/api/v1/receivers/${name}/test" class="inline-form">
        <span><strong>${name}</strong> (${channel})</span> <button>Send a test</button>
      </form>`,
  );
  const body = html`<h1>Deliveries</h1>
    <p>
      ${waiting === 0 ? 'Every notice was delivered.' : html`<strong>${counted(waiting, 'notice')} not delivered.</strong>`}
    </p>
    <section>
      <h2>Receivers</h2>
      ${receivers.length === 0 ? html`<p class="none">No receiver is configured.</p>` : receivers}
    </section>
    <section>
      <h2>Notices <small>${all.length}</small></h2>
      ${table(['News of', 'Receiver', 'Recipient', 'Stage', 'Subject', 'Alerts', 'Attempts', 'Reply'], rows, 'No notice was planned yet.')}
    </section>`;
  return page({ title: 'Deliveries', known, path: '/deliveries' }, body);
}

/** Who had it sent again, and a button for what nobody got. */
function againOf(delivery: DeliveryRow): Part[] {
  const by = delivery.by === undefined ? [] : [html`<span class="line">sent again by ${delivery.by}</span>`];
  if (!isGivenUp(delivery)) return by;
  const { notice, recipient } = delivery;
  const action = path('api', 'v1', 'deliveries', notice, recipient, 'send');
  return [...by, html`<form method="post" action="${action}" class="inline-form"><button>Send again</button></form>`];
}

/** What could not be taken in, and why. */
export async function rejectsPage(room: Room, known: AsKnown): Promise<string> {
  const { rejects, total } = answered(await room.ask(known, () => readRejects(room.ports.stores.rejects, MOST)));
  const rows = rejects.map(({ offset, at, reason, path: where, message, place, bytes, excerpt }) => [
    String(offset),
    at === undefined ? '' : timeCell(Date.parse(at)),
    html`<strong>${reason}</strong
      >${where === undefined ? '' : ` at ${where}`}${message === undefined ? '' : html`<span class="line">${message}</span>`}`,
    place ?? '',
    bytes ?? '',
    html`<code class="excerpt">${excerpt}</code>`,
  ]);
  const body = html`<h1>Rejects <small>${total}</small></h1>
    ${table(['No', 'When', 'Reason', 'From', 'Bytes', 'Begins'], rows, 'Nothing was rejected.')}${repeats(known)}`;
  return page({ title: 'Rejects', known, path: '/rejects' }, body);
}

/** What was taken in and changed nothing: repeated, late and conflicting revisions. */
function repeats(known: AsKnown): Part {
  const { duplicates, late, conflicts } = known.desk.counts;
  const rows = known.desk
    .conflicts()
    .slice(0, MOST)
    .map(({ incidentId, dataset, recordId, revision, times }) => [
      html`<a href="${link(known, path('incidents', incidentId))}">${recordId}</a>`,
      dataset,
      revision,
      times,
    ]);
  return html`<section>
    <h2>Conflicts <small>${conflicts}</small></h2>
    <p class="meta">
      A revision number that came again with other content: the first one holds.
      ${counted(duplicates, 'repeated revision')} and ${counted(late, 'late revision')} changed nothing.
    </p>
    ${table(['Record', 'Dataset', 'Revision', 'Refused'], rows, 'No revision came with two contents.')}
  </section>`;
}

/** Silences, standing and past, with a form for a new one. */
export function silencesPage(room: Room, known: AsKnown): string {
  const now = room.ports.clock.now();
  const rows = [...room.actList.silences()].reverse().map((silence) => {
    const standing = isStanding(silence, now);
    const end: Part = standing
      ? html`<form method="post" action="/api/v1/silences/${silence.id}/end"><button>End it</button></form>`
      : undefined;
    const state = standing ? 'standing' : silence.endedAt === undefined ? 'over' : `ended by ${silence.endedBy ?? ''}`;
    return [
      Object.entries(silence.matchers).map(
        ([field, values]) => html`<span class="line">${field}: ${values.join(' or ')}</span>`,
      ),
      silence.reason,
      silence.by,
      timeCell(silence.from),
      timeCell(silence.until),
      state,
      end,
    ];
  });
  const fields = ['Watch', 'Rule', 'Series', 'Level'].map(
    (field) => html`<label>${field} <input name="${field.toLowerCase()}" maxlength="200" /></label>`,
  );
  const body = html`<h1>Silences</h1>
    <p class="meta">A silence holds notices back until its end; a rise in level breaks through.</p>
    ${table(['Matches', 'Reason', 'By', 'From', 'Until', 'State', ''], rows, 'Nothing is silenced.')}
    <section class="controls">
      <h2>New silence</h2>
      <form method="post" action="/api/v1/silences">
        <p class="meta">Names as in the config; it holds what matches every field that is filled, one at least.</p>
        ${fields} <label>Your name <input name="by" maxlength="64" /></label
        ><label>Reason <input name="reason" required maxlength="500" /></label>
        <label>Until (UTC) <input name="until" required placeholder="2024-01-30T06:00Z" /></label
        ><button>Silence</button>
      </form>
    </section>`;
  return page({ title: 'Silences', known, path: '/silences' }, body);
}
