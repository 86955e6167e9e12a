import type { Evidence, Transition } from '@barometer/alert';
import { reporterName, type Names } from '@barometer/notice';
import type { AsKnown } from '../views/as-known.js';
import type { Room } from '../views/room.js';
import { sayDate, sayNumber, sayWord } from '../views/say.js';
import { html, type Html, type Part } from './html.js';
import { link, path } from './layout.js';

/** The ranked evidence of a transition, as it was when it came out; a corrected incident says so. */
export function evidenceList(room: Room, known: AsKnown, transition: Transition): Html {
  const { evidence, evidenceTotal } = transition;
  if (evidence.length === 0) return html`<p class="none">No incident stands behind it.</p>`;
  const rest = evidenceTotal - evidence.length;
  return html`<ol class="evidence">
      ${evidence.map((item) => evidenceItem(room, known, item))}
    </ol>
    ${rest > 0 ? html`<p class="meta">and ${rest} more</p>` : undefined}`;
}

function evidenceItem(room: Room, known: AsKnown, item: Evidence): Html {
  const names = room.names(known.desk.definition);
  const where = [item.place, item.country && names.countryName(item.country)].filter(Boolean).join(', ');
  const who = [
    item.perpetrators.length > 0 ? `by ${item.perpetrators.map((id) => names.actorName(id)).join(', ')}` : undefined,
    item.targets.length > 0 ? `on ${item.targets.map((id) => names.actorName(id)).join(', ')}` : undefined,
  ].filter(Boolean);
  return html`<li>
    <a href="${link(known, path('incidents', item.incidentId))}"
      ><strong>${item.ref}</strong>
      ${sayDate(Date.parse(item.at))}${item.precision === 'day' || item.precision === 'hour' || item.precision === 'minute' ? '' : ` (${item.precision})`}:
      ${sayWord(item.kind)}${where === '' ? '' : `, ${where}`}</a
    >
    <span class="meta"
      >${[item.as, item.weight > 0 ? `weighs ${item.weight}` : undefined, ...who].filter(Boolean).join(' · ')}</span
    >
    ${toll(item, names)} ${sources(item)} ${corrected(known, item)}
  </li>`;
}

function toll({ killed, injured }: Evidence, names: Names): Part {
  const parts = [
    killed && `${sayNumber(killed.value, killed.qualifier)} killed (${reporterName(killed.reporter, names)})`,
    injured && `${sayNumber(injured.value, injured.qualifier)} injured (${reporterName(injured.reporter, names)})`,
  ].filter(Boolean);
  return parts.length === 0 ? undefined : html`<span class="line">${parts.join(', ')}</span>`;
}

function sources({ urls, reportCount }: Evidence): Part {
  const links = urls
    .slice(0, 6)
    .map((url, index) => html` <a rel="noreferrer noopener" href="${url}">${hostOf(url) ?? `source ${index + 1}`}</a>`);
  return html`<span class="meta"
    >${reportCount} report${reportCount === 1 ? '' : 's'}${links.length > 0 ? ':' : ''}${links}</span
  >`;
}

/** The host of a link, for people; `undefined` where it is none. */
export function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : undefined;
}

function corrected(known: AsKnown, item: Evidence): Part {
  const now = known.desk.incident(item.incidentId);
  if (!now) return html`<span class="note">Withdrawn by its source since.</span>`;
  if (now.revision.incidentId !== item.incidentId || now.revision.revision <= item.revision) return undefined;
  return html`<span class="note">Corrected since: now revision ${now.revision.revision}, was ${item.revision}.</span>`;
}
