import type { CasualtyReport, Incident, Revision } from '@barometer/incident';
import { reporterName } from '@barometer/notice';
import { iso } from '@barometer/time';
import type { AsKnown } from '../views/as-known.js';
import { sourcesOf } from '../views/chart-data.js';
import { revisionsOf, type RecordedRevision } from '../views/revisions.js';
import type { Room } from '../views/room.js';
import { counted, sayDate, sayNumber, sayTime, sayWord } from '../views/say.js';
import { hostOf } from './evidence.js';
import { html, type Html, type Part } from './html.js';
import { facts, link, NOT_KNOWN, page, path, table, timeCell } from './layout.js';
import { alertLine } from './overview.js';

/** One incident as known: facts, who says what, who claims and denies, sources, and the alerts that rest on it. */
export async function incidentPage(room: Room, known: AsKnown, incident: Incident): Promise<string> {
  const { revision } = incident;
  const title = `${revision.recordId}: ${sayWord(revision.kind)}`;
  const alerts = incident.members.flatMap((member) => room.alerts.naming(member, known.at));
  const unique = [...new Map(alerts.map((alert) => [alert.alertId, alert])).values()];
  const body = [
    html`<h1>${title}</h1>
      ${statusNote(revision)}`,
    factsOf(room, known, incident),
    html`<section>
      <h2>Hurt</h2>
      ${resolved(room, known, incident)}${reportTable(room, known, incident.casualties.reports)}
    </section>`,
    html`<section>
      <h2>Who says who did it</h2>
      ${statements(room, known, revision)}
    </section>`,
    html`<section>
      <h2>Sources</h2>
      ${sources(incident)}
    </section>`,
    html`<section>
      <h2>Alerts that name it</h2>
      ${
        unique.length === 0
          ? html`<p class="none">None.</p>`
          : html`<ol class="alerts">
              ${unique.map(({ last }) => alertLine(room, known, last))}
            </ol>`
      }
    </section>`,
    members(known, incident),
    revisionList(await room.ask(known, () => revisionsOf(room.ports.stores.journal, incident.members, known.at))),
  ];
  return page({ title, known, path: path('incidents', incident.id) }, body);
}

function statusNote({ status, note }: Revision): Part {
  const retracted = status === 'retracted' ? html`<p class="ended">Retracted by its source.</p>` : undefined;
  return [retracted, note === undefined ? undefined : html`<p class="lead">${note}</p>`];
}

function factsOf(room: Room, known: AsKnown, { revision, facets, launched }: Incident): Html {
  const names = room.names(known.desk.definition);
  const { location, site } = revision;
  return facts([
    ['When', sayWhen(revision)],
    ['Reported', revision.reportedPrecision === 'day' ? sayDate(revision.reportedAt) : sayTime(revision.reportedAt)],
    [
      'Where',
      [site?.name, location?.place, location?.admin1, location?.country && names.countryName(location.country)]
        .filter(Boolean)
        .join(', '),
    ],
    ['Site', facets.site.map((id) => names.siteName(id)).join(', ')],
    ['Position', location?.lat === undefined ? undefined : `${location.lat}, ${location.lon} (to 0.1 degree)`],
    ['By', facets.perpetrator.map((id) => names.actorName(id)).join(', ')],
    ['On', facets.target.map((id) => names.actorName(id)).join(', ')],
    ['How', revision.tactics.map(sayWord).join(', ')],
    ['Launched', launched === undefined ? undefined : String(launched)],
    ['Effect', revision.effect === undefined ? undefined : sayWord(revision.effect)],
    ['Status', revision.status],
    ['Revision', `${revision.revision} of ${revision.recordId} (${revision.dataset})`],
    ['Drivers', revision.drivers.map(sayWord).join(', ')],
    [
      'Count',
      revision.counter &&
        `${revision.counter.counter}: ${sayNumber(revision.counter.total, revision.counter.qualifier)} since ${sayDate(revision.counter.since)}, as of ${sayDate(revision.counter.asOf)}${revision.counter.derived ? ' (derived)' : ''}`,
    ],
  ]);
}

/** When an incident occurred, no finer than its source knows. */
export function sayWhen({ occurredFrom, occurredTo, timePrecision }: Revision): string {
  if (timePrecision === 'minute' || timePrecision === 'hour') return sayTime(occurredFrom);
  const until =
    occurredTo === undefined || iso(occurredTo).slice(0, 10) === iso(occurredFrom).slice(0, 10)
      ? ''
      : ` to ${sayDate(occurredTo)}`;
  return `${sayDate(occurredFrom)}${until}${timePrecision === 'day' ? '' : ` (to the ${timePrecision})`}`;
}

function resolved(room: Room, known: AsKnown, { casualties: { killed, injured } }: Incident): Part {
  const names = room.names(known.desk.definition);
  const lines = [['killed', killed] as const, ['injured', injured] as const].flatMap(([name, figure]) =>
    figure
      ? [
          html`<li>
            <strong>${sayNumber(figure.value, figure.qualifier)} ${name}</strong>
            (${reporterName(figure.reporter, names)}, grade ${figure.grade},
            ${sayDate(figure.reportedAt)}${figure.low === figure.high ? '' : `; others say ${figure.low} to ${figure.high}`})
          </li>`,
        ]
      : [],
  );
  return lines.length === 0
    ? html`<p class="none">No casualties reported.</p>`
    : html`<ul>
        ${lines}
      </ul>`;
}

function reportTable(room: Room, known: AsKnown, reports: readonly CasualtyReport[]): Part {
  const names = room.names(known.desk.definition);
  if (reports.length === 0) return undefined;
  const figure = (estimate: CasualtyReport['killed']) => {
    const value = estimate?.best ?? estimate?.low ?? estimate?.high;
    return value === undefined ? '' : sayNumber(value, estimate?.qualifier);
  };
  const rows = reports.map((report) => [
    sayDate(report.reportedAt),
    reporterName(report.reporter, names),
    sayWord(report.side),
    figure(report.killed),
    figure(report.injured),
    report.isClaim ? 'claim about the other side, not counted' : 'report',
    report.url === undefined
      ? ''
      : html`<a rel="noreferrer noopener" href="${report.url}">${hostOf(report.url) ?? 'source'}</a>`,
  ]);
  return table(['When', 'Reporter', 'Side', 'Killed', 'Injured', 'Standing', 'Source'], rows, '');
}

function statements(room: Room, known: AsKnown, { claims, attributions, denials }: Revision): Html {
  const names = room.names(known.desk.definition);
  const inferred = (flag: boolean | undefined) => (flag ? ', date inferred' : '');
  const lines = [
    ...claims.map(
      (claim) =>
        html`<li>
          <strong>${names.actorName(claim.actorId)} claims</strong> it
          (${sayDate(claim.at)}${inferred(claim.dateInferred)}${claim.retractedAt === undefined ? '' : `, claim taken back ${sayDate(claim.retractedAt)}`}).
        </li>`,
    ),
    ...attributions.map(
      (item) =>
        html`<li>
          ${reporterName(item.by, names)} <strong>attributes</strong> it to ${names.actorName(item.actorId)}
          (${item.status}, ${sayDate(item.at)}${inferred(item.dateInferred)}).
        </li>`,
    ),
    ...denials.map(
      (denial) =>
        html`<li>
          ${reporterName(denial.by, names)} <strong>denies</strong> it
          (${sayDate(denial.at)}${inferred(denial.dateInferred)}).
        </li>`,
    ),
  ];
  return lines.length === 0
    ? html`<p class="none">No claim, attribution or denial recorded.</p>`
    : html`<ul>
        ${lines}
      </ul>`;
}

function sources(incident: Incident): Html {
  const links = sourcesOf(incident).map((url) => html`<li><a rel="noreferrer noopener" href="${url}">${url}</a></li>`);
  const all = [incident.revision, ...incident.linked].flatMap(({ provenance }) => provenance);
  const datasets = [...new Map(all.map((item) => [`${item.dataset}/${item.recordId}`, item])).values()];
  return html`${
      links.length === 0
        ? html`<p class="none">No link given.</p>`
        : html`<ul>
            ${links}
          </ul>`
    }
    <p class="meta">
      ${datasets.map(({ dataset, recordId, licence }) => html`<span class="line">${dataset} / ${recordId}${licence === undefined ? '' : `, ${licence}`}</span>`)}
    </p>`;
}

function members(known: AsKnown, incident: Incident): Part {
  const { links } = incident.revision;
  const named = links.map(
    (item) =>
      html`<li>
        ${sayWord(item.type)}
        <a href="${link(known, path('incidents', item.incidentId))}">${item.recordId}</a>
        (${item.confidence}${item.by === undefined ? '' : `, says ${item.by}`})
      </li>`,
  );
  const same = incident.linked.map(
    (revision) =>
      html`<li>counted once with ${revision.dataset} / ${revision.recordId}, revision ${revision.revision}</li>`,
  );
  return named.length + same.length === 0
    ? undefined
    : html`<section>
        <h2>Linked</h2>
        <ul>
          ${named}${same}
        </ul>
      </section>`;
}

function revisionList(revisions: readonly RecordedRevision[] | undefined): Html {
  const rows = (revisions ?? []).map(({ recorded, revision }) => [
    `${revision.recordId}.${revision.revision}`,
    timeCell(recorded),
    sayDate(revision.reportedAt),
    revision.status,
    [
      counted(revision.casualties.length, 'casualty report'),
      counted(revision.claims.length, 'claim'),
      counted(revision.attributions.length, 'attribution'),
    ]
      .filter((text) => !text.startsWith('0 '))
      .join(', '),
  ]);
  return html`<section>
    <h2>Revisions <small>${revisions?.length}</small></h2>
    ${table(['Revision', 'Recorded', 'Reported', 'Status', 'Holds'], rows, revisions ? 'None.' : NOT_KNOWN)}
  </section>`;
}

const MOST = 300;

/** The incidents known, the latest first. */
export function incidentsPage(known: AsKnown): string {
  const all = [...known.desk.incidents()].sort((a, b) => b.revision.occurredFrom - a.revision.occurredFrom);
  const rows = all
    .slice(0, MOST)
    .map(({ id, revision, casualties }) => [
      html`<a href="${link(known, path('incidents', id))}">${revision.recordId}</a>`,
      sayWhen(revision),
      sayWord(revision.kind),
      revision.location?.country ?? '',
      revision.site?.name ?? revision.location?.place ?? '',
      casualties.killed ? sayNumber(casualties.killed.value, casualties.killed.qualifier) : '',
      casualties.injured ? sayNumber(casualties.injured.value, casualties.injured.qualifier) : '',
    ]);
  const more = all.length - rows.length;
  const { revisions, duplicates, conflicts, late } = known.desk.counts;
  return page(
    { title: 'Incidents', known, path: '/incidents' },
    html`<h1>Incidents <small>${all.length}</small></h1>
      <p class="meta">${revisions} revisions, ${duplicates} repeated, ${conflicts} in conflict, ${late} late.</p>
      ${table(['Incident', 'When', 'Kind', 'Country', 'Place', 'Killed', 'Injured'], rows, 'No incident is known yet.')}
      ${more > 0 ? html`<p class="meta">and ${more} earlier; the API has them all</p>` : undefined}`,
  );
}
