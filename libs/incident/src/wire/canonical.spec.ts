import { HISTORY, LIVE, at, revisionOf } from '../testing/reading.js';

describe('what is accepted', () => {
  it('needs four fields and writes every default out', () =>
    expect(revisionOf({})).toEqual({
      schema: 'incident/1',
      incidentId: expect.stringMatching(/^[0-9a-f]{32}$/),
      dataset: 'desk',
      recordId: 'r-1',
      revision: 1,
      status: 'reported',
      kind: 'attack',
      occurredFrom: at('2024-01-28'),
      timePrecision: 'day',
      reportedAt: LIVE.now,
      reportedPrecision: 'instant',
      reportedAssumed: true,
      actors: [],
      claims: [],
      attributions: [],
      denials: [],
      tactics: [],
      munitions: [],
      casualties: [],
      links: [],
      drivers: [],
      provenance: [{ dataset: 'desk', recordId: 'r-1' }],
    }));

  it.each([
    {
      why: 'a time has the precision of a minute',
      given: { occurredFrom: '2024-01-28T05:30:00+03:00' },
      expected: { occurredFrom: at('2024-01-28T02:30:00Z'), timePrecision: 'minute' },
    },
    { why: 'a coarser precision stands', given: { timePrecision: 'month' }, expected: { timePrecision: 'month' } },
    { why: 'a date knows no hour', given: { timePrecision: 'minute' }, expected: { timePrecision: 'day' } },
    {
      why: 'milliseconds are a time',
      given: { occurredFrom: 1_706_400_000_000 },
      expected: { occurredFrom: at('2024-01-28') },
    },
    { why: 'an end is kept', given: { occurredTo: '2024-01-29' }, expected: { occurredTo: at('2024-01-29') } },
    {
      why: 'coordinates are kept to 0.1',
      given: { lat: 33.4567, lon: -0.04 },
      expected: { location: { lat: 33.5, lon: 0 } },
    },
    {
      why: 'short places',
      given: { country: 'JO', place: 'Tower 22', maritime: false },
      expected: { location: { country: 'JO', place: 'Tower 22', maritime: false } },
    },
    {
      why: 'a long place holds over a short one',
      given: { country: 'JO', location: { country: 'SY' } },
      expected: { location: { country: 'SY' } },
    },
    { why: 'a site by id', given: { site: 'site:al-asad' }, expected: { site: { siteId: 'site:al-asad' } } },
    { why: 'a site by name', given: { site: 'Al Asad' }, expected: { site: { name: 'Al Asad' } } },
    {
      why: 'short actors, by id and by name',
      given: { perpetrator: 'Kataib Hezbollah', target: ['actor:usa-mil', 'Embassy'], victim: 'actor:sdf' },
      expected: {
        actors: [
          { name: 'Kataib Hezbollah', role: 'perpetrator' },
          { actorId: 'actor:usa-mil', role: 'target' },
          { name: 'Embassy', role: 'target' },
          { actorId: 'actor:sdf', role: 'victim' },
        ],
      },
    },
    {
      why: 'a role not told is unknown',
      given: { actors: [{ name: 'someone' }] },
      expected: { actors: [{ name: 'someone', role: 'unknown' }] },
    },
    {
      why: 'short tactics come first, once',
      given: { tactic: 'rocket', tactics: ['mortar', 'rocket'] },
      expected: { tactics: ['rocket', 'mortar'] },
    },
    {
      why: 'launched is of the first tactic',
      given: { tactic: 'rocket', launched: 3 },
      expected: { munitions: [{ type: 'rocket', launched: { best: 3, qualifier: 'exact' } }] },
    },
    {
      why: 'listed munitions hold over launched',
      given: { launched: 3, munitions: [{ type: 'mortar' }] },
      expected: { munitions: [{ type: 'mortar' }] },
    },
    {
      why: 'short casualties are one report without sides',
      given: {
        killed: 0,
        injured: { best: 34, qualifier: 'at_least' },
        reporter: 'us_centcom',
        reportedAt: '2024-01-28T15:00:00Z',
      },
      expected: {
        casualties: [
          {
            side: 'unknown',
            killed: { best: 0, qualifier: 'exact' },
            injured: { best: 34, qualifier: 'at_least' },
            reporter: 'us_centcom',
            reportedAt: at('2024-01-28T15:00:00Z'),
            isClaim: false,
          },
        ],
      },
    },
    {
      why: 'roughly is approximately',
      given: { killed: { best: 9, qualifier: 'roughly' } },
      expected: { casualties: [{ killed: { best: 9, qualifier: 'approximately' } }] },
    },
    {
      why: 'an estimate that says nothing is absent',
      given: { killed: { qualifier: 'exact' } },
      expected: { casualties: [] },
    },
    {
      why: 'a claim without a date is dated by the report',
      given: { reportedAt: '2024-01-29T10:00:00Z', claims: [{ actorId: 'actor:irgc' }] },
      expected: { claims: [{ actorId: 'actor:irgc', at: at('2024-01-29T10:00:00Z'), dateInferred: true }] },
    },
    {
      why: 'an attribution is stated unless it says otherwise',
      given: { attributions: [{ actorId: 'actor:irgc', by: 'us_dod', at: '2024-01-29' }] },
      expected: { attributions: [{ actorId: 'actor:irgc', by: 'us_dod', at: at('2024-01-29'), status: 'stated' }] },
    },
    {
      why: 'short responses are asserted links',
      given: { respondsTo: 'r-0' },
      expected: { links: [{ type: 'responds_to', dataset: 'desk', recordId: 'r-0', confidence: 'asserted' }] },
    },
    {
      why: 'a link may name another dataset',
      given: { links: [{ type: 'ends', dataset: 'ucdp', recordId: '7', confidence: 'likely' }] },
      expected: { links: [{ type: 'ends', dataset: 'ucdp', recordId: '7', confidence: 'likely' }] },
    },
    {
      why: 'a deadline may lie ahead',
      given: { signal: { kind: 'ultimatum', deadline: '2024-03-01' } },
      expected: { signal: { kind: 'ultimatum', deadline: at('2024-03-01') } },
    },
    {
      why: 'a counter holds for its incident and is exact by default',
      given: { kind: 'count_statement', counter: { counter: 'pentagon', since: '2023-10-17', total: 73 } },
      expected: {
        counter: {
          counter: 'pentagon',
          since: at('2023-10-17'),
          asOf: at('2024-01-28'),
          total: 73,
          qualifier: 'exact',
        },
      },
    },
    {
      why: 'provenance carries dataset, record and revision too',
      given: { dataset: undefined, recordId: undefined, provenance: [{ dataset: 'a', recordId: 'b', revision: 7 }] },
      expected: { dataset: 'a', recordId: 'b', revision: 7, provenance: [{ dataset: 'a', recordId: 'b' }] },
    },
    {
      why: 'null counts as absent',
      given: { note: null, location: { country: null }, tactics: null },
      expected: { tactics: [] },
    },
    {
      why: 'HTML in a name is text',
      given: { place: '<b onload=alert(1)>Base</b>' },
      expected: { location: { place: '<b onload=alert(1)>Base</b>' } },
    },
    {
      why: 'other scripts, marks and lines in notes are text',
      given: { note: 'قاعدة\n\tعين الأسد 🚀', place: 'عين الأسد' },
      expected: { note: 'قاعدة\n\tعين الأسد 🚀' },
    },
    {
      why: 'ids of ours are ignored',
      given: { incidentId: 'x', recorded: 5, ingestedAt: 'now' },
      expected: { dataset: 'desk' },
    },
    {
      why: 'five minutes ahead is still now',
      given: { occurredFrom: '2024-02-01T09:05:00Z' },
      expected: { occurredFrom: at('2024-02-01T09:05:00Z') },
    },
    {
      why: 'a date of today is its 00:00Z',
      given: { occurredFrom: '2024-02-01' },
      expected: { occurredFrom: at('2024-02-01') },
    },
  ])('$why', ({ given, expected }) => {
    const made = revisionOf(given);
    expect(made).toMatchObject(expected);
    expect(made.extra).toBeUndefined();
  });

  it('keeps unknown fields aside as they came', () =>
    expect(
      revisionOf({
        acled: { eventType: 'x', n: null },
        location: { country: 'IQ', cell: 7 },
        actors: [{ name: 'a', rank: 1 }],
      }).extra,
    ).toEqual({
      acled: { eventType: 'x', n: null },
      'location.cell': 7,
      'actors[0].rank': 1,
    }));

  it('keeps 16 KiB aside and names what is left out', () => {
    const { extra } = revisionOf({ big: 'x'.repeat(20_000), small: 1 });
    expect(extra).toEqual({ small: 1, leftOut: ['big'] });
  });
});

describe('when it was reported', () => {
  it.each([
    { why: 'now, live', mode: LIVE, given: {}, expected: '2024-02-01T09:00:00Z', precision: 'instant' },
    {
      why: 'the occurrence, in history',
      mode: HISTORY,
      given: { occurredFrom: '2024-01-28T02:30:00Z' },
      expected: '2024-01-28T02:30:00Z',
      precision: 'instant',
    },
    {
      why: 'the day of the occurrence, in history',
      mode: HISTORY,
      given: {},
      expected: '2024-01-28T12:00:01Z',
      precision: 'day',
    },
    {
      why: 'a date, live',
      mode: LIVE,
      given: { reportedAt: '2024-01-29' },
      expected: '2024-01-29T12:00:00Z',
      precision: 'day',
    },
    {
      why: 'the date of today, live: not after now',
      mode: LIVE,
      given: { reportedAt: '2024-02-01' },
      expected: '2024-02-01T09:00:00Z',
      precision: 'day',
    },
    {
      why: 'a date and the line, in history',
      mode: { ...HISTORY, linePlace: 61 },
      given: { reportedAt: '2024-01-29' },
      expected: '2024-01-29T12:01:01Z',
      precision: 'day',
    },
    {
      why: 'a far line stays within the day',
      mode: { ...HISTORY, linePlace: 1_000_000 },
      given: { reportedAt: '2024-01-29' },
      expected: '2024-01-29T23:59:00Z',
      precision: 'day',
    },
    {
      why: 'an hour that stands for a date',
      mode: HISTORY,
      given: { reportedAt: '2024-01-29T12:00:07Z', reportedPrecision: 'day' },
      expected: '2024-01-29T12:00:07Z',
      precision: 'day',
    },
  ])('$why', ({ mode, given, expected, precision }) => {
    const made = revisionOf(given, mode);
    expect([made.reportedAt, made.reportedPrecision]).toEqual([at(expected), precision]);
  });
});
