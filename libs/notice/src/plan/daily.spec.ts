import { iso } from '@barometer/time';
import { nextDaily } from './daily.js';

describe('the next daily hour', () => {
  it.each([
    {
      at: '2024-01-28T12:00:00Z',
      zone: 'UTC',
      next: '2024-01-29T07:00:00.000Z',
      why: 'tomorrow, as it has passed today',
    },
    { at: '2024-01-28T06:59:59Z', zone: 'UTC', next: '2024-01-28T07:00:00.000Z', why: 'today' },
    { at: '2024-01-28T07:00:00Z', zone: 'UTC', next: '2024-01-29T07:00:00.000Z', why: 'never the instant itself' },
    { at: '2024-01-28T12:00:00Z', zone: 'Asia/Baghdad', next: '2024-01-29T04:00:00.000Z', why: 'on the zone’s clock' },
    { at: '2024-01-28T12:00:00Z', zone: 'Asia/Kathmandu', next: '2024-01-29T01:15:00.000Z', why: 'with odd offsets' },
    {
      at: '2024-03-30T12:00:00Z',
      zone: 'Europe/Berlin',
      next: '2024-03-31T05:00:00.000Z',
      why: 'over the change to summer time',
    },
    {
      at: '2024-10-26T12:00:00Z',
      zone: 'Europe/Berlin',
      next: '2024-10-27T06:00:00.000Z',
      why: 'over the change back',
    },
  ])('$why', ({ at, zone, next }) => {
    expect(iso(nextDaily(Date.parse(at), '07:00', zone))).toBe(next);
  });
});
