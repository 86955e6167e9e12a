import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startStandalone, type Standalone } from '@barometer/standalone';
import { isoDate } from '@barometer/time';
import { EXAMPLE } from '../acceptance/example-journal.js';

export const INCIDENTS = join(EXAMPLE, 'incidents.ndjson');

/** A receiver that accepts everything. */
export class Hook {
  accepted = 0;
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Hook> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        hook.accepted += 1;
        response.writeHead(204).end();
      });
    });
    const hook = new Hook(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return hook;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** The example's watches, its feed with a time to be quiet, and one webhook told everything at once; answers the config's path. */
export function writeConfig(folder: string, hook: Hook): string {
  const secretFile = join(folder, 'hook.secret');
  writeFileSync(secretFile, `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}\n`);
  const [watched] = readFileSync(join(EXAMPLE, 'barometer.yaml'), 'utf8').split(/^receivers:/m);
  const listened = watched!.replace('coverage: partial\n', 'coverage: partial\n    silentAfter: 48h\n');
  const file = join(folder, 'barometer.yaml');
  writeFileSync(
    file,
    `${listened}receivers:
  hook: { webhook: { url: '${hook.url}', secretFile: '${secretFile}' } }
routes:
  - { to: hook }
`,
  );
  return file;
}

/** A Barometer over the example's history. */
export function startDesk(folder: string, config: string): Promise<Standalone> {
  return startStandalone({
    config,
    history: INCIDENTS,
    dataDir: join(folder, 'desk'),
    example: false,
    port: 0,
    logLevel: 'silent',
    onFatal: (error) => {
      throw error;
    },
  });
}

/** Sends reports of attacks of today, which raise alerts, and one input that cannot be used. */
export async function report({ url }: Standalone): Promise<void> {
  const attack = {
    dataset: 'founding-region',
    kind: 'attack',
    target: 'actor:usa-mil',
    occurredFrom: isoDate(Date.now()),
  };
  const lines = ['a', 'b', 'c', 'd'].map((recordId) => JSON.stringify({ ...attack, recordId, country: 'IQ' }));
  for (const body of [...lines, '{"kind": "attack", '])
    await fetch(`${url}/incidents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}
