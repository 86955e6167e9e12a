import { incidentId, type Link } from '@barometer/incident';
import { Register } from './index.js';
import { AT, attack, duplicateOf, injured, options } from './testing/attack.js';

describe('an incident of several records', () => {
  it('counts once, with all their sources and reports', () => {
    const register = new Register(options);
    register.apply(attack('a', '1', { casualties: [injured(25, 'other', AT)] }));
    const dod = injured(34, 'us_dod', AT + 1);
    const munitions = [{ type: 'one_way_drone' as const, launched: { best: 1 } }];
    const { changes } = register.apply(attack('b', '7', { reportedAt: AT + 1, casualties: [dod], munitions }));
    expect(changes).toHaveLength(1);
    const [incident] = [...register.incidents()];
    expect(incident).toMatchObject({
      id: incidentId('a', '1'),
      members: [incidentId('a', '1'), incidentId('b', '7')],
      linked: [{ recordId: '7' }],
      launched: 1,
      casualties: { injured: { value: 34, reporter: 'us_dod', low: 25, high: 34 } },
      facets: { dataset: ['a', 'b'], site: ['site:tower-22'] },
    });
    expect(register.incident(incidentId('b', '7'))).toBe(incident);
  });

  it('passes to the next member when the first is retracted', () => {
    const register = new Register(options);
    register.apply(attack('a', '1'));
    register.apply(attack('b', '7', { reportedAt: AT + 1 }));
    const before = register.incident(incidentId('a', '1'));
    const { changes } = register.apply(attack('a', '1', { revision: 2, status: 'retracted' }));
    expect(changes).toEqual([{ before, after: register.incident(incidentId('b', '7')) }]);
    expect(changes[0]!.after!.id).toBe(incidentId('b', '7'));
  });

  it('keeps its name when its first member is corrected', () => {
    const register = new Register(options);
    register.apply(attack('a', '1'));
    register.apply(attack('b', '7', { reportedAt: AT + 1 }));
    const { changes } = register.apply(attack('a', '1', { revision: 2, reportedAt: AT + 9 }));
    expect(changes.map(({ before, after }) => [before?.id, after?.id])).toEqual([
      [incidentId('a', '1'), incidentId('a', '1')],
    ]);
  });

  it('takes the name of a member that turns out to have been reported first', () => {
    const register = new Register(options);
    register.apply(attack('b', '7', { reportedAt: AT + 5 }));
    register.apply(attack('a', '1', { revision: 2, reportedAt: AT + 9 }));
    const { outcome, changes } = register.apply(attack('a', '1', { revision: 1, reportedAt: AT + 1 }));
    expect(outcome).toBe('late');
    expect(changes.map(({ before, after }) => [before?.id, after?.id])).toEqual([
      [incidentId('b', '7'), incidentId('a', '1')],
    ]);
  });

  it('splits when one of them moves away', () => {
    const register = new Register(options);
    register.apply(attack('a', '1'));
    register.apply(attack('b', '7', { reportedAt: AT + 1 }));
    const moved = { country: 'SY', place: 'al-Tanf garrison' };
    const { changes } = register.apply(attack('b', '7', { revision: 2, location: moved }));
    expect(changes).toHaveLength(2);
    expect([...register.incidents()].map(({ members }) => members.length)).toEqual([1, 1]);
  });

  it.each([
    { why: 'an assertion joins records of one dataset', links: [duplicateOf('a', '1')], size: 2 },
    { why: 'one that names nobody known waits', links: [duplicateOf('a', 'later')], size: 1 },
    { why: 'a guess joins nothing', links: [{ ...duplicateOf('a', '1'), confidence: 'likely' as const }], size: 1 },
    { why: 'a record is no duplicate of itself', links: [duplicateOf('a', '2')], size: 1 },
  ])('$why', ({ links, size }) => {
    const register = new Register(options);
    register.apply(attack('a', '1'));
    register.apply(attack('a', '2', { links }));
    expect(register.incident(incidentId('a', '2'))!.members).toHaveLength(size);
  });

  it('is joined when the record named by an assertion arrives', () => {
    const register = new Register(options);
    register.apply(attack('a', '2', { links: [duplicateOf('a', '1')], reportedAt: AT + 1 }));
    const { changes } = register.apply(attack('a', '1'));
    expect(changes.map(({ before, after }) => [before?.id, after?.id])).toEqual([
      [incidentId('a', '2'), incidentId('a', '1')],
    ]);
  });

  it('answers what its members answer, but not itself', () => {
    const answer = (type: Link['type'], recordId: string, confidence: Link['confidence'] = 'asserted'): Link => ({
      ...duplicateOf('a', recordId),
      type,
      confidence,
    });
    const register = new Register(options);
    const links = [answer('responds_to', '0'), answer('responds_to', '8', 'inferred'), answer('warned_by', '9')];
    register.apply(attack('a', '1', { links }));
    register.apply(attack('b', '7', { links: [answer('retaliates_for', '5'), answer('responds_to', '1')] }));
    const { responds } = register.incident(incidentId('a', '1'))!;
    expect([...responds].sort()).toEqual([incidentId('a', '0'), incidentId('a', '5')].sort());
  });
});
