import { TooManyLooks } from './desk-cache.js';
import { lookAt } from './ask.js';
import { exampleRoom } from './testing/example-room.js';
import { openRoom } from './views/room.js';

describe('what a request looks at', () => {
  it.each([
    ['an instant that is none', 'yesterday', 400],
    ['an instant while too many others are looked back at', '2024-01-29', 503],
  ])('is refused for %s', async (_why, at, status) => {
    const { ports } = await exampleRoom(undefined, { deskAt: () => Promise.reject(new TooManyLooks()) });
    await expect(lookAt(openRoom(ports), at)).rejects.toMatchObject({ status });
  });
});
