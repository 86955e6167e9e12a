import { decodeEntry } from '@barometer/journal';
import { parseTokens } from '@barometer/service';
import request from 'supertest';
import { concrete } from '../testing/concrete.js';
import { exampleLines, exampleRoom } from '../testing/example-room.js';
import { served } from '../testing/served.js';
import { ROUTES } from './routes.js';

describe('roles', () => {
  it('lets readers look, reporters not even that, and only those who may act act', async () => {
    const tokens = { read: 'read-token-00000001', report: 'report-token-000001', act: 'act-token-0000000001' };
    const lines = Object.entries(tokens).map(([role, token]) => `the-${role} ${role} ${token}`);
    const room = await exampleRoom(exampleLines(/"recordId":"fr-05[5-7]"/));
    const tower = room.ports
      .desk()
      .open()
      .find(({ level }) => level === 'critical')!.alertId;
    const guarded = await served(room, { tokens: parseTokens(lines.join('\n')) });
    const wrong: string[] = [];
    for (const route of ROUTES) {
      for (const [role, token] of [['nobody', undefined], ...Object.entries(tokens)] as [
        string,
        string | undefined,
      ][]) {
        const call = request(guarded.url)[route.method](concrete(route, tower));
        const { status } = await (token === undefined ? call : call.set('Authorization', `Bearer ${token}`));
        const may = role === route.role || (role === 'act' && route.role === 'read');
        const right = role === 'nobody' ? status === 401 : may ? status !== 401 && status !== 403 : status === 403;
        if (!right) wrong.push(`${route.method} ${route.path} as ${role}: ${status}`);
      }
    }
    const named = await request(guarded.url)
      .post(`/api/v1/alerts/${tower}/acknowledge`)
      .set('Authorization', `Bearer ${tokens.act}`)
      .send({ by: 'Somebody' });
    await guarded.close();
    expect(wrong).toEqual([]);
    expect(named.status).toBe(201);
    const last = decodeEntry((await room.stores.journal.read((await room.stores.journal.end()) - 1, 1))[0]!.value);
    expect(last).toMatchObject({ type: 'act', act: { by: 'Somebody (the-act)' } });
  });
});
