import { contentOf } from './content.js';
import { HISTORY, LIVE, revisionOf } from './testing/reading.js';

const LATER = { ...LIVE, now: LIVE.now + 7_000 };

describe('contentOf', () => {
  it.each([
    { why: 'no time of report', given: {} },
    {
      why: 'casualties without one',
      given: { killed: 3, claims: [{ actorId: 'actor:irgc' }], denials: [{ by: 'actor:iran-gov' }] },
    },
    { why: 'a date of today, read before and after noon', given: { reportedAt: '2024-02-01' } },
    { why: 'a time', given: { reportedAt: '2024-01-28T05:30:00Z', killed: 3 } },
    { why: 'casualties of a day', given: { casualties: [{ reporter: 'sohr', killed: 1, reportedAt: '2024-02-01' }] } },
  ])('is the same for one message read twice: $why', ({ given }) =>
    expect(contentOf(revisionOf(given, LATER))).toEqual(contentOf(revisionOf(given, LIVE))),
  );

  it('is the same for one line at two places of a file', () => {
    const given = { reportedAt: '2024-01-29', killed: 1 };
    expect(contentOf(revisionOf(given, { ...HISTORY, linePlace: 9 }))).toEqual(contentOf(revisionOf(given, HISTORY)));
  });

  it.each([
    { why: 'a number', one: { killed: 3 }, other: { killed: 4 } },
    {
      why: 'the hour of a report',
      one: { reportedAt: '2024-01-28T05:30:00Z' },
      other: { reportedAt: '2024-01-28T05:31:00Z' },
    },
    { why: 'the day of a report', one: { reportedAt: '2024-01-28' }, other: { reportedAt: '2024-01-29' } },
    { why: 'whether one was given', one: {}, other: { reportedAt: '2024-01-28' } },
    {
      why: 'the hour of casualties',
      one: { casualties: [{ reporter: 'a', reportedAt: '2024-01-28T05:30:00Z' }] },
      other: { casualties: [{ reporter: 'a', reportedAt: '2024-01-28T06:30:00Z' }] },
    },
  ])('differs in $why', ({ one, other }) =>
    expect(contentOf(revisionOf(one))).not.toEqual(contentOf(revisionOf(other))),
  );
});
