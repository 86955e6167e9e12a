import { loadConfig } from '@barometer/config';
import { ENGINE, Follower } from '@barometer/desk';
import { encodeEntry } from '@barometer/journal';
import type { Served } from '@barometer/service';
import request from 'supertest';
import { ROUTES } from '../api/routes.js';
import { concrete } from '../testing/concrete.js';
import { EXAMPLE, exampleRoom } from '../testing/example-room.js';
import { served } from '../testing/served.js';

const NOW = Date.UTC(2024, 0, 30, 12);

describe('a console started after the starts of journal and alert log were lost', () => {
  let server: Served;
  let alertId: string;
  beforeAll(async () => {
    const room = await exampleRoom();
    const { journal, alerts } = room.stores;
    journal.lose(journal.records.length - 20);
    alerts.lose(alerts.records.length - 20);
    const { definition, hash } = loadConfig(`${EXAMPLE}barometer.yaml`).config!;
    for (const entry of [
      { type: 'config' as const, engine: ENGINE, hash, replaces: null, definition },
      { type: 'tick' as const, recorded: NOW },
    ])
      await journal.append([{ value: encodeEntry(entry) }]);
    const follower = new Follower({ journal, alerts });
    await follower.catchUp();
    server = await served({ ...room, ports: { ...room.ports, desk: () => follower.desk } });
    alertId = (JSON.parse(alerts.records.at(-1)!.value) as { transition: { alertId: string } }).transition.alertId;
  }, 60_000);
  afterAll(() => server.close());

  it('says on the first page that history was lost', async () => {
    const { status, text } = await request(server.url).get('/');
    expect([status, text.replace(/\s+/g, ' ')]).toEqual([
      200,
      expect.stringMatching(/History lost: nothing recorded before .+ is known/) as unknown,
    ]);
  });

  it('answers every page and every route', async () => {
    const { body } = await request(server.url).get('/api/v1/incidents');
    const [incident] = body.items as { id: string }[];
    const pages = ['/alerts', '/watches', '/watches/us-forces', '/incidents', '/feeds', '/deliveries', '/silences'];
    const more = ['/rejects', '/outbox', '/config', `/a/${alertId}`, `/incidents/${incident!.id}`, '/?at=2024-01-30'];
    const routes = ROUTES.filter(({ method }) => method === 'get').map((route) => concrete(route, alertId));
    for (const path of [...pages, ...more, ...routes]) {
      const { status } = await request(server.url).get(path);
      expect([path, status < 500]).toEqual([path, true]);
    }
    for (const path of [`/a/${alertId}`, `/incidents/${incident!.id}`])
      expect((await request(server.url).get(path)).status).toBe(200);
  });
});
