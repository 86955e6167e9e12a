import { createGazetteer } from '@barometer/gazetteer';
import type { Revision } from '@barometer/incident';
import { Register } from './index.js';
import { LARGEST_CLUSTER } from './clusters.js';
import { readRecords } from './memory.js';
import { LARGEST_BUCKET } from './near.js';
import { AT, attack, duplicateOf, injured, options } from './testing/attack.js';
import { restarted } from './testing/restart.js';

describe('a record', () => {
  const first = attack('a', '1', { revision: 5 });
  const id = first.incidentId;

  it.each([
    { why: 'a greater number is newest, gaps are normal', next: { revision: 9 }, outcome: 'newest', changes: 1 },
    {
      why: 'a lower number is late and tells nothing',
      next: { revision: 2, kind: 'strike' as const },
      outcome: 'late',
      changes: 0,
    },
    { why: 'the same again is a duplicate', next: { revision: 5 }, outcome: 'duplicate', changes: 0 },
    {
      why: 'the same number with other content conflicts',
      next: { revision: 5, note: 'x' },
      outcome: 'conflict',
      changes: 0,
    },
    {
      why: 'a retraction removes it',
      next: { revision: 6, status: 'retracted' as const },
      outcome: 'newest',
      changes: 1,
    },
  ])('$why', ({ next, outcome, changes }) => {
    const register = new Register(options);
    register.apply(first);
    const applied = register.apply(attack('a', '1', next));
    expect({ outcome: applied.outcome, changes: applied.changes.length }).toEqual({ outcome, changes });
    expect(register.counts.revisions).toBe(2);
  });

  it('takes a message delivered again for a duplicate, though its assumed time of report is another', () => {
    const register = new Register(options);
    register.apply({ ...first, reportedAt: AT, reportedPrecision: 'instant', reportedAssumed: true });
    const again = { ...first, reportedAt: AT + 5, reportedPrecision: 'instant', reportedAssumed: true } as const;
    expect(register.apply(again).outcome).toBe('duplicate');
  });

  it('tells a repeated old revision from a changed one', () => {
    const register = new Register(options);
    register.apply(first);
    register.apply(attack('a', '1', { revision: 6 }));
    const outcomes = [
      first,
      { ...first, note: 'other' },
      attack('a', '1', { revision: 4 }),
      attack('a', '1', { revision: 4 }),
    ];
    expect(outcomes.map((revision) => register.apply(revision).outcome)).toEqual([
      'duplicate',
      'conflict',
      'late',
      'duplicate',
    ]);
    expect(register.counts).toEqual({ revisions: 6, duplicates: 2, conflicts: 1, late: 1 });
  });

  it.each([
    { why: 'order of fields', a: { note: 'x', theatre: 'y' }, b: { theatre: 'y', note: 'x' }, outcome: 'duplicate' },
    { why: 'a field that is undefined', a: { note: undefined }, b: {}, outcome: 'duplicate' },
    { why: 'and is not there at all', a: {}, b: { note: undefined }, outcome: 'duplicate' },
    { why: 'a field more', a: {}, b: { note: 'x' }, outcome: 'conflict' },
    { why: 'a field less', a: { note: 'x' }, b: {}, outcome: 'conflict' },
    {
      why: 'a list in another order',
      a: { drivers: ['gaza_spillover', 'elections'] },
      b: { drivers: ['elections', 'gaza_spillover'] },
      outcome: 'conflict',
    },
    { why: 'a longer list', a: { tactics: ['rocket'] }, b: { tactics: ['rocket', 'mortar'] }, outcome: 'conflict' },
    {
      why: 'something deep inside',
      a: { extra: { x: [{ y: 1 }] } },
      b: { extra: { x: [{ y: 2 }] } },
      outcome: 'conflict',
    },
    { why: 'a list for an object', a: { extra: { x: [] } }, b: { extra: { x: {} } }, outcome: 'conflict' },
  ] as const)('repeated with $why is a $outcome', ({ a, b, outcome }) => {
    const register = new Register(options);
    register.apply(attack('a', '1', a));
    expect(register.apply(attack('a', '1', b)).outcome).toBe(outcome);
  });

  it.each([
    { why: 'in order', numbers: [1, 2] },
    { why: 'the second late', numbers: [2, 1] },
  ])('was reported first by the lower of two numbers reported at once, $why', ({ numbers }) => {
    const register = new Register(options);
    for (const revision of numbers) register.apply(attack('a', '1', { revision, reportedAt: AT }));
    const [piece] = register.pieces();
    const [record] = readRecords(piece!.take()().body);
    expect(record).toMatchObject({ earliest: [AT, 1] });
    expect(JSON.parse(record!.line)).toMatchObject({ revision: { revision: 2 } });
  });

  it('goes when retracted and comes back by a greater number', () => {
    const register = new Register(options);
    const { changes } = register.apply(first);
    const gone = register.apply(attack('a', '1', { revision: 6, status: 'retracted' }));
    expect(gone.changes).toEqual([{ before: changes[0]!.after }]);
    expect(register.incident(id)).toBeUndefined();
    expect(register.apply(attack('a', '1', { revision: 7, status: 'retracted' })).changes).toEqual([]);
    expect(register.apply(first).outcome).toBe('duplicate');
    const back = register.apply(attack('a', '1', { revision: 8, status: 'confirmed' }));
    expect(back.changes).toEqual([{ after: register.incident(id) }]);
  });

  it('that starts as retracted is nothing yet', () => {
    const register = new Register(options);
    expect(register.apply(attack('a', '1', { status: 'retracted' })).changes).toEqual([]);
    expect([...register.incidents()]).toEqual([]);
  });

  it('lists a conflict once, however often it comes, and holds the first content', () => {
    const register = new Register(options);
    register.apply(first);
    for (const note of ['x', 'x', 'y']) register.apply(attack('a', '1', { revision: 5, note }));
    expect(register.conflicts()).toEqual([{ incidentId: id, dataset: 'a', recordId: '1', revision: 5, times: 3 }]);
    expect(register.incident(id)!.revision.note).toBeUndefined();
  });

  it('is one of a thousand conflicts listed, while all are counted', () => {
    const register = new Register(options);
    for (let n = 0; n < 1_100; n += 1) {
      register.apply(attack('a', `${n}`));
      register.apply(attack('a', `${n}`, { note: 'other' }));
    }
    expect(register.conflicts()).toHaveLength(1_000);
    expect(register.counts.conflicts).toBe(1_100);
  });
});

describe('limits', () => {
  it('remember a thousand superseded numbers of a record, and take what is older for late', () => {
    const register = new Register(options);
    for (let revision = 1; revision <= 1_002; revision++) register.apply(attack('a', '1', { revision }));
    const changed = (revision: number) => register.apply(attack('a', '1', { revision, note: 'other' })).outcome;
    expect([changed(1_001), changed(2), changed(1)]).toEqual(['conflict', 'conflict', 'late']);
  });

  it('link nothing in a bucket of too many reports, and link again when enough have gone', () => {
    const register = new Register(options);
    const datasets = Array.from({ length: LARGEST_BUCKET + 1 }, (_, n) => `d${n}`);
    for (const dataset of datasets) register.apply(attack(dataset, '1'));
    expect([...register.incidents()]).toHaveLength(datasets.length);
    register.apply(attack('d0', '1', { revision: 2, status: 'retracted' }));
    expect([...register.incidents()]).toHaveLength(1);
  });

  it('follow no links in a tangle of too many records, and follow them again when enough have gone', () => {
    const register = new Register(options);
    register.apply(attack('a', 'hub'));
    const records = Array.from({ length: LARGEST_CLUSTER }, (_, n) => `${n}`);
    for (const record of records) register.apply(attack('a', record, { links: [duplicateOf('a', 'hub')] }));
    expect([...register.incidents()]).toHaveLength(records.length + 1);
    register.apply(attack('a', '0', { revision: 2, status: 'retracted' }));
    expect([...register.incidents()]).toHaveLength(1);
  });
});

describe('the incidents of a record id', () => {
  it.each([
    { why: 'of one dataset', reports: [attack('a', '1'), attack('a', '2')], found: ['a'] },
    { why: 'of two datasets', reports: [attack('a', '1'), attack('b', '1', { kind: 'strike' })], found: ['a', 'b'] },
    { why: 'that are one, once', reports: [attack('a', '1'), attack('b', '1', { reportedAt: AT + 1 })], found: ['a'] },
    { why: 'named by another record', reports: [attack('a', '1'), attack('b', '2', { reportedAt: 0 })], found: [] },
    { why: 'that was retracted', reports: [attack('a', '1', { status: 'retracted' })], found: [] },
  ])('$why, read or at rest', ({ reports, found }) => {
    const register = new Register(options);
    for (const revision of reports) register.apply(revision);
    for (const one of [register, restarted(register, options)])
      expect([...one.incidentsOf('1')].map(({ revision }) => revision.dataset)).toEqual(found);
  });
});

describe('a restart', () => {
  it.each<{ why: string; recordId: string; given?: Partial<Revision> }>([
    { why: 'an id with a line break', recordId: 'one\ntwo' },
    { why: 'an empty id', recordId: '' },
    { why: 'a name that looks like what stands between facets', recordId: '1', given: { theatre: '"],\n["' } },
    {
      why: 'names of any letters',
      recordId: '\u2028é\ud83d',
      given: { location: { country: 'JO', place: 'الرمثا\n,\n' } },
    },
  ])('keeps $why', ({ recordId, given = {} }) => {
    const register = new Register(options);
    for (const id of ['before', recordId, 'after']) register.apply(attack('a', id, given));
    const plain = (one: Register): unknown =>
      JSON.parse(JSON.stringify(['before', recordId, 'after'].map((id) => [...one.incidentsOf(id)])));
    expect(plain(restarted(restarted(register, options), options))).toEqual(plain(register));
  });
});

describe('rebuild', () => {
  it('resolves names and casualties anew and keeps all that was counted', () => {
    const register = new Register(options);
    const casualties = [injured(25, 'us_dod', AT), injured(80, 'other', AT)];
    const first = attack('a', '1', { casualties, actors: [{ name: 'The Raiders', role: 'perpetrator' }] });
    for (const revision of [first, first, { ...first, note: 'other' }]) register.apply(revision);
    const names = { actors: { 'actor:raiders': { name: 'Raiders', aliases: ['the raiders'] } } };
    const rebuilt = register.rebuild({ gazetteer: createGazetteer(names), grades: { other: 'A' } });
    const incident = rebuilt.incident(first.incidentId)!;
    expect(incident.facets.perpetrator).toEqual(['actor:raiders']);
    expect(incident.casualties.injured!.value).toBe(80);
    expect(rebuilt.counts).toEqual(register.counts);
    expect(rebuilt.conflicts()).toEqual(register.conflicts());
    expect(register.incident(first.incidentId)!.facets.perpetrator).toEqual(['The Raiders']);
  });
});
