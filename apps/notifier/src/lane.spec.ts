import type { PlannedRow } from '@barometer/notice';
import { Lane, PATIENCE, type Delivery } from './lane.js';

const delivery = (name: string, change: Partial<Delivery> & { thread?: string; alerts?: string[] } = {}): Delivery => {
  const { thread, alerts = [name], ...rest } = change;
  const planned = {
    notice: name,
    alerts,
    thread: { messageId: name, ...(thread ? { inReplyTo: thread } : {}), references: [] },
  };
  return { planned: planned as unknown as PlannedRow, attempts: 0, next: 0, ...rest };
};

describe('a lane', () => {
  it.each<{ why: string; waiting: Delivery[]; front: string | undefined }>([
    { why: 'is done when nothing waits', waiting: [], front: undefined },
    { why: 'goes in order', waiting: [delivery('a'), delivery('b')], front: 'a' },
    {
      why: 'waits for one that was put off',
      waiting: [delivery('a', { attempts: 1, next: 20 }), delivery('b')],
      front: 'a',
    },
    {
      why: 'passes one put off too often',
      waiting: [delivery('a', { attempts: PATIENCE, next: 20 }), delivery('b')],
      front: 'b',
    },
    {
      why: 'never passes it within its thread',
      waiting: [delivery('a', { attempts: PATIENCE, next: 20 }), delivery('b', { thread: 'a' })],
      front: 'a',
    },
    {
      why: 'waits for the earliest of those it may try',
      waiting: [
        delivery('a', { attempts: PATIENCE, next: 30 }),
        delivery('b', { attempts: 1, next: 20 }),
        delivery('c'),
      ],
      front: 'b',
    },
    {
      why: 'takes up one again when its time has come',
      waiting: [delivery('a', { attempts: 9, next: 10 }), delivery('b')],
      front: 'a',
    },
  ])('$why', ({ waiting, front }) => {
    const lane = new Lane();
    for (const one of waiting) lane.add(one);
    expect(lane.front(10)?.planned.notice).toBe(front);
  });

  it.each<{ why: string; older: Delivery; newer: Delivery; superseded: boolean }>([
    {
      why: 'put off, same thread, same alert',
      older: delivery('a', { attempts: 1, alerts: ['A'] }),
      newer: delivery('b', { thread: 'a', alerts: ['A'] }),
      superseded: true,
    },
    {
      why: 'not yet tried',
      older: delivery('a', { alerts: ['A'] }),
      newer: delivery('b', { thread: 'a', alerts: ['A'] }),
      superseded: false,
    },
    {
      why: 'another thread',
      older: delivery('a', { attempts: 1, alerts: ['A'] }),
      newer: delivery('b', { alerts: ['A'] }),
      superseded: false,
    },
    {
      why: 'the newer leaves an alert out',
      older: delivery('a', { attempts: 1, alerts: ['A', 'B'] }),
      newer: delivery('b', { thread: 'a', alerts: ['A'] }),
      superseded: false,
    },
  ])('superseded: $why is $superseded', ({ older, newer, superseded }) => {
    const lane = new Lane();
    lane.add(older);
    lane.add(newer);
    expect(lane.superseded().map((one) => one.older.planned.notice)).toEqual(superseded ? ['a'] : []);
  });
});
