import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { fakeStores } from '@barometer/store/testing';
import { transitionOf } from '@barometer/notice/testing';
import { ManualClock } from '@barometer/time';
import { Registry } from 'prom-client';
import { NotifierModule } from './notifier.module.js';
import { Notifier } from './notifier.js';

describe('the module', () => {
  it('starts with the application, delivers, and ends with it', async () => {
    const stores = fakeStores();
    const taken: string[] = [];
    let closed = 0;
    const channel = {
      name: 'email',
      send: async ({ recipient }: { recipient: string }) => {
        taken.push(recipient);
        return { is: 'accepted' as const, reply: 'ok' };
      },
      close: async () => {
        closed++;
      },
    };
    const current = {
      timezone: 'UTC',
      routes: [{ to: 'desk', tell: ['raised' as const], send: 'now' as const }],
      receivers: [{ name: 'desk', channel: 'email', recipients: ['a@example.org', 'b@example.org'], options: {} }],
      definition: { names: {} },
      settings: { deliveries: { keep: 7_776_000_000 } },
    };
    const app = await NestFactory.createApplicationContext(
      NotifierModule.on({
        stores,
        config: { current, onChange: () => undefined },
        clock: new ManualClock(Date.parse('2024-01-28T12:00:10.000Z')),
        channels: () => channel,
        logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
        registry: new Registry(),
      }),
      { logger: false },
    );
    const record = { transition: transitionOf(), place: 0, writer: 'a', writtenAt: '2024-01-28T12:00:08.000Z' };
    await stores.alerts.append([{ value: JSON.stringify(record) }]);
    while (taken.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(app.get(Notifier)).toBeInstanceOf(Notifier);
    await app.close();
    expect(taken.sort()).toEqual(['a@example.org', 'b@example.org']);
    expect(closed).toBe(1);
    expect([...stores.deliveries.rows.keys()].filter((key) => key.startsWith('~pending/'))).toEqual([]);
  });
});
