import type { AsKnown } from '../views/as-known.js';
import { readMail } from '../views/mail.js';
import { listOutbox, readOutbox } from '../views/outbox.js';
import type { Room } from '../views/room.js';
import { html, type Html } from './html.js';
import { facts, link, page, table } from './layout.js';

const MOST = 200;

/** The files that went nowhere but here. */
export async function outboxPage(room: Room, known: AsKnown): Promise<string> {
  const directory = room.ports.outboxDirectory;
  const { files, total } = await listOutbox(directory, MOST);
  const rows = await Promise.all(
    files.map(async ({ name, bytes }) => [
      html`<a href="${link(known, fileUrl(name))}">${await subjectOf(directory, name)}</a>`,
      html`<code>${name}</code>`,
      `${Math.ceil(bytes / 1024)} kB`,
    ]),
  );
  const body = html`<h1>Outbox <small>${total}</small></h1>
    <p class="meta">
      What was written to files because no mail server is set, or because it is
      history.${total > MOST ? ` The last ${MOST} by name are shown.` : ''}
    </p>
    ${table(['Subject', 'File', 'Size'], rows, 'The outbox is empty.')}`;
  return page({ title: 'Outbox', known, path: '/outbox' }, body);
}

/** Where a file is shown. */
export function fileUrl(name: string): string {
  return `/outbox/${encodeURIComponent(name)}`;
}

async function subjectOf(directory: string | undefined, name: string): Promise<string> {
  const raw = await readOutbox(directory, name);
  return (raw && (name.endsWith('.eml') ? readMail(raw).headers['subject'] : postedSubject(raw))) || name;
}

/** The subject in the body of a webhook. */
function postedSubject(raw: Buffer): string | undefined {
  try {
    const { data } = JSON.parse(raw.toString('utf8')) as { data?: { subject?: unknown } };
    return typeof data?.subject === 'string' ? data.subject : undefined;
  } catch {
    return undefined;
  }
}

/** One file as text, a mail's HTML beside it in a frame that can do nothing. */
export function outboxFilePage(known: AsKnown, name: string, raw: Buffer): string {
  const body = name.endsWith('.eml')
    ? mail(name, raw)
    : html`<h1>${postedSubject(raw) ?? name}</h1>
        <pre class="mail">${pretty(raw)}</pre>`;
  return page(
    { title: name, known, path: fileUrl(name) },
    html`<p><a href="${link(known, '/outbox')}">Outbox</a></p>
      ${body}`,
  );
}

function mail(name: string, raw: Buffer): Html {
  const { headers, text, html: rich } = readMail(raw);
  const shown = ['from', 'to', 'date', 'message-id', 'in-reply-to', 'references'].map(
    (field) => [field, headers[field]] as const,
  );
  return html`<h1>${headers['subject'] ?? name}</h1>
    ${facts(shown)}
    <div class="mails">
      <section>
        <h2>Text</h2>
        <pre class="mail">${text}</pre>
      </section>
      ${
        rich === undefined
          ? undefined
          : html`<section>
              <h2>HTML</h2>
              <iframe title="The mail as HTML" sandbox="" src="${`${fileUrl(name)}/html`}"></iframe>
            </section>`
      }
    </div>`;
}

function pretty(raw: Buffer): string {
  try {
    return JSON.stringify(JSON.parse(raw.toString('utf8')), undefined, 2);
  } catch {
    return raw.toString('utf8');
  }
}

/** What a mail's HTML may do when shown: have its own styles and pictures, nothing else. */
export const MAIL_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
