import { stageKey, type Stage } from '@barometer/notice';
import type { Served } from '@barometer/service';
import request from 'supertest';
import { exampleLines, exampleRoom, type ExampleRoom } from '../testing/example-room.js';
import { served } from '../testing/served.js';

let room: ExampleRoom;
let server: Served;

beforeEach(async () => {
  room = await exampleRoom(exampleLines(/"recordId":"fr-05[5-7]"/));
  server = await served(room);
});
afterEach(() => server.close());

const post = (path: string) => request(server.url).post(path).send({});

describe('a notice that nobody got', () => {
  const recipient = 'https://hooks.example.org/a b';
  const route = `/api/v1/deliveries/n1/${encodeURIComponent(recipient)}/send`;
  const row = (stage: string) =>
    [
      stageKey('n1', recipient, stage as Stage),
      JSON.stringify({
        ...{ notice: 'n1', receiver: 'desk', recipient, channel: 'email', stage, kind: 'alert', watch: 'us-forces' },
        ...{ alerts: [], history: false, subject: 's', first: 'f', level: null, messageId: 'm', attempts: 1 },
        ...{ times: { planned: '2024-01-28T00:00:00Z' }, key: 'k', order: 0, notedAt: 0, offsets: [] },
        ...{ thread: { messageId: 'm', references: [] }, message: { subject: 's' } },
      }),
    ] as const;

  it('is sent again once it was given up, by button or program, and no more once it arrived', async () => {
    await room.stores.deliveries.put([row('planned')]);
    expect((await post(route)).status).toBe(409);
    await room.stores.deliveries.put([row('refused')]);
    expect((await request(server.url).get('/deliveries')).text).toContain(`action="${route}"`);
    expect((await post(route)).body).toEqual({ is: 'accepted', reply: '250 ok' });
    expect(room.sent).toHaveLength(1);
    const { text } = await request(server.url).get('/deliveries');
    expect(text).toContain('sent again by local');
    expect(text).not.toContain(route);
    expect((await post(route)).status).toBe(409);
  });
});
