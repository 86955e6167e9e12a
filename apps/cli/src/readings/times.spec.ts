import { DAY, HOUR, iso, parseAsOf } from '@barometer/time';
import { timesOf } from './times.js';

const shown = (times: Iterable<number>) => [...times].map(iso);
const FIRST = Date.UTC(2024, 0, 1, 12);

describe('times to read at', () => {
  it('gives listed ones out as the fold passes them', () => {
    const times = timesOf({ at: [FIRST, FIRST + DAY, FIRST + 2 * DAY] });
    expect(shown(times.before(FIRST))).toEqual([]);
    expect(shown(times.before(FIRST + 1))).toEqual(['2024-01-01T12:00:00.000Z']);
    expect(times.done).toBe(false);
    expect(shown(times.rest(FIRST))).toHaveLength(2);
    expect(times.done).toBe(true);
  });

  it('steps from the end of the first day to the end of the last', () => {
    const times = timesOf({ every: DAY });
    expect(shown(times.before(FIRST))).toEqual([]);
    expect(shown(times.before(FIRST + 2 * DAY))).toEqual(['2024-01-01T23:59:59.999Z', '2024-01-02T23:59:59.999Z']);
    expect(shown(times.rest(FIRST + 2 * DAY))).toEqual(['2024-01-03T23:59:59.999Z']);
  });

  it('steps from and to what was asked, both included', () => {
    const times = timesOf({ every: 12 * HOUR, from: FIRST, until: FIRST + DAY });
    expect(shown(times.before(FIRST - DAY))).toEqual([]);
    expect(shown(times.rest(FIRST - DAY))).toEqual([
      ...['2024-01-01T12:00:00.000Z', '2024-01-02T00:00:00.000Z', '2024-01-02T12:00:00.000Z'],
    ]);
    expect(times.done).toBe(true);
  });

  const WRONG: { asked: Parameters<typeof timesOf>[0]; says: RegExp }[] = [
    { asked: {}, says: /either --at or --every/ },
    { asked: { at: [FIRST], every: DAY }, says: /either --at or --every/ },
    { asked: { at: [FIRST], from: FIRST }, says: /go with --every/ },
    { asked: { every: DAY, from: FIRST, until: parseAsOf('2023-12-31') }, says: /--from is after --until/ },
  ];

  it.each(WRONG)('refuses $says', ({ asked, says }) => {
    expect(() => timesOf(asked)).toThrow(says);
  });
});
