import type { AsKnown } from '../views/as-known.js';
import { redacted } from '../views/redact.js';
import type { Room } from '../views/room.js';
import { html } from './html.js';
import { page, table } from './layout.js';
import { faultsOf } from './overview.js';

/** The config in force with its secrets hidden, and what is wrong with the edited file. */
export function configPage(room: Room, known: AsKnown): string {
  const { current, problems } = room.ports.config;
  const rows = problems.map(({ file, line, column, path, message, suggestion }) => [
    html`<code>${file}:${line}:${column}</code>`,
    html`<code>${path}</code>`,
    [message, suggestion === undefined ? undefined : html` Did you mean <code>${suggestion}</code>?`],
  ]);
  const fault =
    faultsOf(room).length === 0
      ? undefined
      : html`<p class="problem" role="alert">
          <strong>The edited config is not in effect.</strong> What is shown below is.
        </p>`;
  const body = html`<h1>Config</h1>
    ${fault} ${table(['Place', 'Path', 'What is wrong'], rows, 'The file is as it is in force.')}
    <p class="meta"><code>${current.file}</code>, definition <code>${current.hash.slice(0, 12)}</code></p>
    <pre class="source">
${redacted(current.text)
        .split('\n')
        .map((line, index) => html`<span id="L${index + 1}" class="row">${line} </span>`)}</pre>`;
  return page({ title: 'Config', known, path: '/config' }, body);
}
