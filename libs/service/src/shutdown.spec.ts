import { createLogger } from './log/logger.js';
import { createShutdown } from './shutdown.js';

describe('the shutdown', () => {
  it('closes last first, once, past a failing step', async () => {
    const shutdown = createShutdown(createLogger({ level: 'silent' }));
    const closed: string[] = [];
    shutdown.add('stores', () => void closed.push('stores'));
    shutdown.add('desk', () => Promise.reject(new Error('no')));
    shutdown.add('server', async () => void closed.push('server'));
    await Promise.all([shutdown.close(), shutdown.close()]);
    expect(closed).toEqual(['server', 'stores']);
  });
});
