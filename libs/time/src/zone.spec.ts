import { parseInstant } from './iso.js';
import { isZone, zonedParts, zonedTime } from './zone.js';

describe('zonedTime', () => {
  it.each([
    { at: '2024-01-28T05:30:00Z', zone: 'Asia/Baghdad', expected: '2024-01-28 08:30 +03:00', why: 'no summer time' },
    {
      at: '2024-01-28T22:30:00Z',
      zone: 'Asia/Baghdad',
      expected: '2024-01-29 01:30 +03:00',
      why: 'the next day there',
    },
    { at: '2024-01-28T05:30:00Z', zone: 'UTC', expected: '2024-01-28 05:30 +00:00', why: 'UTC itself' },
    {
      at: '2024-03-31T00:59:59Z',
      zone: 'Europe/Berlin',
      expected: '2024-03-31 01:59 +01:00',
      why: 'before the leap forward',
    },
    {
      at: '2024-03-31T01:00:00Z',
      zone: 'Europe/Berlin',
      expected: '2024-03-31 03:00 +02:00',
      why: 'after the leap forward',
    },
    {
      at: '2024-10-27T00:30:00Z',
      zone: 'Europe/Berlin',
      expected: '2024-10-27 02:30 +02:00',
      why: 'half past two, first time',
    },
    {
      at: '2024-10-27T01:30:00Z',
      zone: 'Europe/Berlin',
      expected: '2024-10-27 02:30 +01:00',
      why: 'half past two, second time',
    },
    {
      at: '2024-01-01T00:00:00Z',
      zone: 'America/St_Johns',
      expected: '2023-12-31 20:30 -03:30',
      why: 'half an hour, last year',
    },
    {
      at: '2024-07-01T21:00:00Z',
      zone: 'Europe/London',
      expected: '2024-07-01 22:00 +01:00',
      why: 'summer time in London',
    },
    {
      at: '2024-01-01T21:00:00Z',
      zone: 'Europe/London',
      expected: '2024-01-01 21:00 +00:00',
      why: 'midnight is 00, winter is zero',
    },
    {
      at: '2024-01-01T00:00:00Z',
      zone: 'Europe/London',
      expected: '2024-01-01 00:00 +00:00',
      why: 'midnight is 00:00',
    },
  ])('$zone: $why', ({ at, zone, expected }) => expect(zonedTime(parseInstant(at).at, zone)).toBe(expected));

  it('gives the day of the zone', () =>
    expect(zonedParts(parseInstant('2024-01-28T22:30:00Z').at, 'Asia/Baghdad').date).toBe('2024-01-29'));

  it('knows its zones', () => {
    expect(isZone('Asia/Baghdad')).toBe(true);
    expect(isZone('Asia/Bagdad')).toBe(false);
    expect(() => zonedTime(0, 'Asia/Bagdad')).toThrow();
  });
});
