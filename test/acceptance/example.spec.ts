import type { Transition } from '@barometer/alert';
import type { Outgoing } from '@barometer/notice';
import { parseInstant } from '@barometer/time';
import { exampleConfig, exampleJournal, exampleRevisions, fold } from './example-journal.js';
import { toldOver } from './told.js';

const { desk, transitions } = fold(exampleJournal());
let told: readonly Outgoing[];
beforeAll(async () => {
  told = await toldOver(exampleJournal(), exampleConfig());
});

const of = (watch: string, rule: string, series = 'all') =>
  transitions.filter((one) => one.watch === watch && one.rule === rule && one.series === series);
const raisedBy = (watch: string, rule: string, series?: string) =>
  of(watch, rule, series).filter(({ transition }) => transition === 'raised');
const incidentSeries = (recordId: string) => `incident=founding-region/${recordId}`;
/** What the receiver `desk` was told of an alert, in order. */
const mailsOf = ({ alertId }: Transition) =>
  told.filter(({ notice }) => notice.receiver === 'desk' && notice.transitions.some((one) => one.alertId === alertId));
const rowOf = ({ message }: Outgoing, label: string) =>
  message.rows.find((row) => row.label === label)?.lines.join('\n') ?? '';

describe('the example, replayed', () => {
  it('is told in full before anything live: every transition is history, and numbered without gaps in a watch', () => {
    expect(transitions.every(({ history }) => history)).toBe(true);
    for (const watch of new Set(transitions.map((one) => one.watch))) {
      const numbers = transitions.filter((one) => one.watch === watch).map(({ watchSeq }) => watchSeq);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
    expect(exampleRevisions()).toHaveLength(115);
  });

  it('finds the first ballistic missile of the campaign new, on the day it was reported', () => {
    const [first, ...others] = raisedBy('us-forces', 'new-tactic', 'tactic=ballistic_missile');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ level: 'elevated', fields: { new: true, on: '2023-11-20', last: '2020-01-08' } });
    expect(first!.at.slice(0, 10)).toBe('2023-11-20');
    expect(first!.evidence[0]).toMatchObject({
      recordId: 'fr-031',
      tactics: expect.arrayContaining(['ballistic_missile']),
    });
    const [digest] = mailsOf(first!);
    expect(rowOf(digest!, 'What')).toMatch(/ballistic missile is new among attacks on .+ on 20 Nov 2023/);
  });

  it('finds the first attack in Jordan new, and tells phone and desk at once', () => {
    const [first, ...others] = raisedBy('us-forces', 'new-country', 'country=JO');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ level: 'high', fields: { new: true, on: '2024-01-28' } });
    const mails = told.filter(({ notice }) => notice.transitions.some(({ hash }) => hash === first!.hash));
    expect(mails.map(({ notice }) => notice.receiver).sort()).toEqual(['desk', 'phone']);
    for (const { message } of mails) {
      expect(message.subject).toBe('HIGH Jordan: first attack, Tower 22 [us-forces]');
      expect(message.first).toContain('Jordan is new');
      expect(message.history).toBe(true);
    }
  });

  it('has the surge in Iraq high by 20 October 2023', () => {
    const [first] = raisedBy('us-forces', 'surge', 'country=IQ');
    expect(first).toMatchObject({ level: 'high', fields: { count: 3 } });
    expect(first!.at <= '2023-10-20T23:59:59.999Z').toBe(true);
    expect(mailsOf(first!)[0]!.message.subject).toBe('HIGH Iraq: attacks surging [us-forces]');
  });

  it('names the salvo of 20 January 2024 the largest since 8 January 2020', () => {
    const [salvo, ...others] = raisedBy('us-forces', 'largest-salvo');
    expect(others).toEqual([]);
    expect(salvo).toMatchObject({ level: 'high', fields: { on: '2024-01-20', since: '2020-01-08', sinceValue: 16 } });
    expect(salvo!.evidence[0]!.recordId).toBe('fr-055');
    const [mail] = mailsOf(salvo!);
    expect(mail!.message.first).toBe('RAISED: 15 launched on 20 Jan 2024, the largest known since 8 Jan 2020 (16).');
    expect(rowOf(mail!, 'Why')).toContain('8 Jan 2020 to 1 Jul 2023 not covered');
  });

  it('reads the exchange of 27 December 2019 to 8 January 2020 as a chain of 5', () => {
    const chain = of('exchange', 'tit-for-tat').find(({ level }) => level === 'high');
    expect(chain).toMatchObject({
      transition: 'upgraded',
      fields: { length: 5, since: '2019-12-27', to: '2020-01-08' },
    });
    const links = ['fr-001', 'fr-002', 'fr-004', 'fr-006', 'fr-007'];
    expect(chain!.evidence.map(({ recordId }) => recordId).sort()).toEqual(links);
    const mail = mailsOf(chain!).find(({ message }) => message.level === 'high');
    expect(mail!.message.first).toContain('A chain of 5 incidents, each a response to the one before');
  });
});

describe('the November lull', () => {
  const lull = of('us-forces', 'lull-after-strikes');

  it('is read from the Pentagon counter, 73 on 23 and on 28 November', () => {
    expect(lull[0]).toMatchObject({
      transition: 'raised',
      level: 'low',
      tone: 'easing',
      fields: { by: 'counter', since: '2023-11-23', to: '2023-11-28', total: 73, gap: 5 },
    });
    expect(lull[0]!.at.slice(0, 10)).toBe('2023-11-28');
    const counts = lull[0]!.evidence.filter(({ recordId }) => recordId.startsWith('count-pentagon'));
    expect(counts.map(({ recordId }) => recordId).sort()).toEqual([
      'count-pentagon-2023-11-23-73',
      'count-pentagon-2023-11-28-73',
    ]);
    const [digest] = mailsOf(lull[0]!);
    expect(rowOf(digest!, 'What')).toContain('23 Nov 2023 to 28 Nov 2023 (pentagon total 73 throughout)');
  });

  it('ends with the attack of 29 November, and pages nobody', () => {
    expect(lull[1]).toMatchObject({ transition: 'resolved', level: null, reason: 'ended by an incident' });
    const ending = lull[1]!.causedBy!;
    expect(ending).toBe('fr-046.1');
    const { revision } = desk.incident(ending.replace(/\.\d+$/, ''))!;
    expect(revision.occurredFrom).toBe(parseInstant('2023-11-29').at);
    expect(mailsOf(lull[0]!).every(({ notice }) => notice.kind === 'daily')).toBe(true);
    expect(told.some(({ notice }) => notice.receiver === 'phone' && notice.transitions.includes(lull[0]!))).toBe(false);
  });

  it.each([
    ['2023-10-31', '2023-11-08', 'rows of a partial feed are missing, and no counter stands still'],
    ['2023-11-29', '2023-12-20', 'rows of a partial feed are missing, and no counter stands still'],
    ['2023-12-25', '2024-01-20', 'rows of a partial feed are missing, and no counter stands still'],
  ])('is not claimed for %s to %s: %s', (from, to) => {
    const lulls = transitions.filter(({ reading }) => reading.kind === 'lull');
    const claimed = lulls.filter(({ level, at }) => level !== null && at.slice(0, 10) >= from && at.slice(0, 10) <= to);
    expect(claimed).toEqual([]);
    expect(lulls.map(({ transition }) => transition)).toEqual(['raised', 'resolved']);
  });
});

describe('casualties as reports correct each other', () => {
  const thread = (recordId: string) => {
    const all = of('us-forces', 'casualties', incidentSeries(recordId)).filter(({ level }) => level !== null);
    return { all, mails: all.map((one) => told.filter((mail) => concerns(mail, one))) };
  };
  const concerns = ({ notice }: Outgoing, one: Transition) =>
    notice.receiver === 'desk' && notice.transitions.some(({ hash }) => hash === one.hash);
  const firstLines = (mails: readonly (readonly Outgoing[])[]) => mails.flat().map(({ message }) => message.first);

  it('Al Asad 2020 reads 0, 11, 34, 50, 64, 109, each said once in one thread', () => {
    const { all, mails } = thread('fr-007');
    expect([all[0]!.before?.fields['injured'], ...all.map(({ fields }) => fields['injured'])]).toEqual([
      0, 11, 34, 50, 64, 109,
    ]);
    expect(firstLines(mails)).toEqual([
      'RAISED: injured 0 -> 11 (US DoD). Killed still 0.',
      'UPDATED: injured 11 -> 34 (US DoD). Killed still 0.',
      'UPDATED: injured 34 -> 50 (US DoD). Killed still 0.',
      'UPDATED: injured 50 -> 64 (US DoD). Killed still 0.',
      'UPDATED: injured 64 -> 109 (US DoD). Killed still 0.',
    ]);
    expectOneThread(mails);
  });

  it('Tower 22 reads 25, at least 34, more than 40, each said once in one thread', () => {
    const { all, mails } = thread('fr-057');
    expect(all.map(({ fields }) => [fields['injuredAs'], fields['injured']])).toEqual([
      ['exact', 25],
      ['at_least', 34],
      ['more_than', 40],
    ]);
    expect(firstLines(mails)).toEqual([
      'RAISED: 3 killed, 25 injured (US CENTCOM).',
      'UPDATED: injured 25 -> at least 34 (US CENTCOM). Killed still 3.',
      'UPDATED: injured at least 34 -> more than 40 (US DoD). Killed still 3.',
    ]);
    expectOneThread(mails);
    expect(mails.flat().map(({ message }) => message.subject)).toEqual(
      mails.map(() => 'CRITICAL Jordan: drone attack on US forces, Tower 22 [us-forces]'),
    );
  });

  it('al-Omar reads 5, 6, 7 killed with each reporter named', () => {
    const { all, mails } = thread('fr-064');
    expect(all.map(({ fields }) => [fields['killed'], fields['killedBy']])).toEqual([
      [5, 'sohr'],
      [6, 'sdf'],
      [7, 'sohr'],
    ]);
    expect(firstLines(mails)).toEqual([
      'RAISED: 5 killed, 20 injured (SOHR).',
      'UPDATED: killed 5 -> 6 (SDF). Injured still 20.',
      'UPDATED: injured 20 -> at least 18, killed 6 -> 7 (SOHR).',
    ]);
    expectOneThread(mails);
    const toll = rowOf(mails.at(-1)![0]!, 'Toll');
    for (const words of [/5 killed, 20 injured +SOHR/, /6 killed +SDF/, /7 killed, at least 18 injured +SOHR/])
      expect(toll).toMatch(words);
  });

  it('the claim of 80 killed never counts: it is shown as a claim and nothing adds it', () => {
    const { mails } = thread('fr-007');
    for (const mail of mails.flat())
      expect(rowOf(mail, 'Toll')).toMatch(/claims at least 80 killed +IRGC, a party's claim: not counted/);
    const numbers = transitions.flatMap(({ fields, before }) => [fields['killed'], before?.fields['killed']]);
    expect(numbers.filter((value) => typeof value === 'number' && value >= 80)).toEqual([]);
    expect(desk.incident('fr-007')!.casualties.killed).toMatchObject({ value: 0, reporter: 'us_dod' });
    expect(told.flatMap(({ message }) => message.first).filter((first) => /\b8\d killed/.test(first))).toEqual([]);
  });

  it('the update over several attacks is added to no incident', () => {
    const summed = transitions
      .flatMap(({ evidence }) => evidence)
      .filter(({ recordId }) => recordId === 'oct-2023-first-wave');
    expect(summed).toEqual([]);
    expect(desk.incident('oct-2023-first-wave')!.revision.kind).toBe('casualty_update');
  });
});

/** One mail each, all after the first answering the first, in its thread. */
function expectOneThread(mails: readonly (readonly Outgoing[])[]): void {
  expect(mails.map((of) => of.length)).toEqual(mails.map(() => 1));
  const [root, ...later] = mails.flat().map(({ thread }) => thread);
  expect(root!.inReplyTo).toBeUndefined();
  expect(later.map(({ inReplyTo }) => inReplyTo)).toEqual(later.map(() => root!.messageId));
  expect(later.every(({ references }) => references.includes(root!.messageId))).toBe(true);
}
