import type { Transition } from '@barometer/alert';
import fc from 'fast-check';
import { compose } from './compose.js';
import type { Message } from './message.js';
import { planGroup } from '../plan/plan.js';
import { newPlan } from '../plan/state.js';
import {
  contextOf,
  noticeOf,
  raisedTower22,
  report,
  sampleNames,
  sampleReceivers,
  sampleRoutes,
  tower22,
  transitionOf,
  updatedTower22,
} from '../testing/index.js';

const text = (message: Message) => {
  const rows = (list: Message['rows']) =>
    list.flatMap(({ label, lines }) => lines.map((line, i) => `${(i === 0 ? label : '').padEnd(8)} ${line}`));
  return ['Subject: ' + message.subject, '', message.first, ...rows(message.rows)].join('\n');
};
const messageOf = (transition: Transition, change = {}) => compose(noticeOf([transition]), contextOf(change));

describe('a message', () => {
  it('raised: says what, when, who, why and how blind we are', () => {
    expect('\n' + text(messageOf(raisedTower22())) + '\n').toBe(`
Subject: CRITICAL Jordan: drone attack on US forces, Tower 22 [us-forces]

RAISED: 3 killed, 25 injured (US CENTCOM).
Level    CRITICAL since 28 Jan, new. Told: desk. Phone not called.
What     Casualties.
         Drone attack on US forces, Tower 22, Jordan, 1 launched (fr-057.2).
When     28 Jan, no hour reported.
Toll     28 Jan  3 killed, 25 injured  US CENTCOM
Who      DENIED: Iran, 28 Jan. No claim recorded yet.
Why      Casualties of attacks on us at 28.
         Meets CRITICAL: killed >= 1.
Without  Without fr-057.2: 0, no level.
Context  Pentagon total about 165 on 29 Jan (66 Iraq, 98 Syria, 1 Jordan), 140 on 18 Jan.
Blind?   Feed alive, partial: 25 incidents itemised here since 17 Oct.
Ack      Nobody has acknowledged this alert.
Act      https://barometer.example.org/a/K7Q2MW9RTB       (fr-057 revision 2)
`);
  });

  it('updated: says the number before and after, and keeps the rest below the fold', () => {
    const policy = {
      routes: sampleRoutes,
      receivers: sampleReceivers,
      timezone: 'UTC',
      names: sampleNames,
      domain: 'x.org',
      takesHistory: () => true,
    };
    const state = newPlan();
    const second = transitionOf({
      seq: 2,
      watchSeq: 43,
      evidence: [tower22(2)],
      transition: 'updated',
      previous: 'critical',
    });
    for (const transition of [raisedTower22(), second]) planGroup(state, [{ transition, offset: 0, place: 0 }], policy);
    const planned = planGroup(state, [{ transition: updatedTower22(), offset: 2, place: 2 }], policy)[0]!;
    const { routing, known, before, notice } = planned;
    expect('\n' + text(compose(notice, contextOf({ routing, known, before }))) + '\n').toBe(`
Subject: CRITICAL Jordan: drone attack on US forces, Tower 22 [us-forces]

UPDATED: injured at least 34 -> more than 40 (US DoD). Killed still 3.
Level    CRITICAL since 28 Jan, unchanged. Told: desk. Phone not called.
Toll     28 Jan  3 killed, 25 injured            US CENTCOM
         28 Jan  3 killed, at least 34 injured   US CENTCOM
         29 Jan  3 killed, more than 40 injured  US DoD, expects it to rise
Who      DENIED: Iran, 28 Jan. No claim recorded yet.
Context  Pentagon total about 165 on 29 Jan (66 Iraq, 98 Syria, 1 Jordan), 140 on 18 Jan.
Blind?   Feed alive, partial: 25 incidents itemised here since 17 Oct.
Ack      Nobody has acknowledged this alert.
Act      https://barometer.example.org/a/K7Q2MW9RTB       (fr-057 revision 4, was 3)
`);
    expect(compose(notice, contextOf({ routing, known, before })).below.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['What', 'Why', 'Exactly', 'Evidence', 'Sources', 'Record']),
    );
  });

  const surge = {
    ...{ rule: 'surge', title: 'Attacks surging in Iraq', series: 'country=IQ', level: 'high', evidenceTotal: 3 },
    reading: { kind: 'surge', params: {}, of: 'attacks on us' },
    ...{ value: 3, fields: { count: 3, p: 0.000121 } },
  };
  it.each<{ why: string; change: Partial<Transition>; subject?: string; first: string; level?: string }>([
    {
      why: 'an alert raised by a revision says the number before it',
      change: {
        fields: { killed: 0, injured: 11 },
        before: { value: 0, fields: { killed: 0, injured: 0 }, at: '2020-01-16T12:00:00.000Z' },
        evidence: [],
      },
      first: 'RAISED: injured 0 -> 11. Killed still 0.',
    },
    {
      why: 'a figure that nobody reported is not told as 0',
      change: { fields: { killed: 0, injured: 25 }, evidence: [{ ...tower22(1), killed: undefined }] },
      first: 'RAISED: 25 injured (US CENTCOM).',
    },
    {
      why: 'a figure that nobody reported of any incident is not told as 0',
      change: { fields: { killed: 0, killedBy: '', injured: 25, injuredBy: 'several' }, evidenceTotal: 2 },
      first: 'RAISED: 25 injured.',
    },
    {
      why: 'a surge names the place once, and no number in the subject',
      change: surge,
      subject: 'HIGH Iraq: attacks surging [us-forces]',
      first: 'RAISED: surge of attacks on us at 3.',
    },
    {
      why: 'a rise says both levels',
      change: { ...surge, transition: 'upgraded', previous: 'elevated' },
      first: 'UPGRADED: ELEVATED -> HIGH. Surge of attacks on us at 3.',
      level: 'HIGH since 28 Jan, was ELEVATED. Told: desk. Phone not called.',
    },
    {
      why: 'a fall gives its reason',
      change: { ...surge, transition: 'downgraded', previous: 'critical', reason: 'stayed below' },
      first: 'DOWNGRADED: CRITICAL -> HIGH, it stayed below the threshold. Surge of attacks on us at 3.',
    },
    {
      why: 'resolved says why and what it was',
      change: { ...surge, transition: 'resolved', level: null, previous: 'high', reason: 'left the window' },
      subject: 'RESOLVED Iraq: attacks surging [us-forces]',
      first: 'RESOLVED: the incidents left the window. It was HIGH.',
      level:
        'None: resolved, the incidents left the window. Was HIGH, open since 28 Jan. Told: desk. Phone not called.',
    },
    {
      why: 'withdrawn is not resolved',
      change: { transition: 'withdrawn', level: null, previous: 'critical', reason: 'corrected' },
      subject: 'WITHDRAWN Jordan: drone attack on US forces, Tower 22 [us-forces]',
      first: 'WITHDRAWN: a correction. CRITICAL should not have been raised.',
      level:
        'None: withdrawn, not resolved. CRITICAL since 28 Jan was in error: a correction. Told: desk. Phone not called.',
    },
    {
      why: 'a lull is easing news and says so',
      change: {
        rule: 'lull',
        title: 'Lull after strikes',
        series: 'all',
        level: 'low',
        tone: 'easing',
        reading: { kind: 'lull', params: {}, of: 'attacks on us' },
        value: 5,
        evidence: [],
      },
      subject: 'LOW (easing) US forces in Iraq, Syria and Jordan: lull after strikes [us-forces]',
      first: 'RAISED: lull of attacks on us at 5.',
      level: 'LOW since 28 Jan, new. Easing: good news, nobody is paged for it. Told: desk. Phone not called.',
    },
    {
      why: 'a silent feed is said by its title, whatever its kind',
      change: {
        watch: 'barometer',
        watchTitle: 'Barometer',
        rule: 'feed silent',
        title: 'Feed region is silent',
        series: 'feed=region',
        evidence: [],
        evidenceTotal: 0,
        reading: { kind: 'feed', params: {}, of: '' },
        reason: 'feed silent',
      },
      subject: 'CRITICAL Barometer: feed region is silent [barometer]',
      first: 'RAISED: Feed region is silent.',
    },
  ])('$why', ({ change, subject, first, level }) => {
    const kindOf = change.watch === 'barometer' ? { kindOf: () => undefined } : {};
    const message = messageOf(transitionOf(change), kindOf);
    expect(message.first).toBe(first);
    if (subject !== undefined) expect(message.subject).toBe(subject);
    if (level !== undefined) expect(message.rows[0]!.lines[0]).toBe(level);
  });

  it('words claims, attributions and denials each as such, and shows an inferred date', () => {
    const day = '2024-01-28T00:00:00.000Z';
    const evidence = {
      ...tower22(1),
      claims: [{ actorId: 'actor:iri', at: day, channel: 'Telegram' }],
      attributions: [
        {
          actorId: 'actor:iri',
          by: 'us_gov',
          at: '2024-01-29T00:00:00.000Z',
          dateInferred: true,
          status: 'preliminary' as const,
        },
      ],
    };
    expect(messageOf(transitionOf({ evidence: [evidence] })).rows.find(({ label }) => label === 'Who')!.lines).toEqual([
      'CLAIMED: Islamic Resistance in Iraq, by Telegram, 28 Jan.',
      'ATTRIBUTED: to Islamic Resistance in Iraq by US government, 29 Jan (date inferred) (preliminary).',
      'DENIED: Iran, 28 Jan.',
    ]);
  });

  it('shows a party’s claim about the other side as a claim that does not count', () => {
    const claim = report('2020-01-08', 'irgc_claim', { killed: { best: 80, qualifier: 'at_least' } }, true);
    const lines = messageOf(transitionOf({ evidence: [{ ...tower22(1), reports: [claim] }] })).rows.find(
      ({ label }) => label === 'Toll',
    )!.lines;
    expect(lines).toEqual(["8 Jan 2020  claims at least 80 killed  IRGC, a party's claim: not counted"]);
  });

  it('gives an hour only where one was reported, in UTC and local time', () => {
    const evidence = { ...tower22(1), at: '2024-01-28T22:30:00.000Z', precision: 'minute' as const };
    const when = messageOf(transitionOf({ evidence: [evidence] })).rows.find(({ label }) => label === 'When')!;
    expect(when.lines).toEqual(['28 Jan 22:30 UTC (29 Jan 01:30 Asia/Baghdad)']);
  });

  it('is named by the highest of several and lists the others', () => {
    const message = compose(noticeOf([raisedTower22(), transitionOf(surge)]), contextOf());
    expect(message.first).toBe('RAISED: 3 killed, 25 injured (US CENTCOM). (+1 more)');
    expect(message.rows.find(({ label }) => label === 'Also')!.lines).toEqual([
      'RAISED HIGH: Attacks surging in Iraq; surge of attacks on us at 3.',
    ]);
  });

  it('says a test is a test', () => {
    expect(
      text(compose(noticeOf([], { kind: 'test', at: Date.parse('2024-01-28T12:00:00.000Z') }), contextOf())),
    ).toContain('TEST: nothing has happened. Receiver desk can be reached.');
  });
});

describe('whatever the reports hold', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 300 });
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/;

  it('no line holds a control character, and subject and first line stay short', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (title, place, watch) => {
        const message = messageOf(
          transitionOf({
            title,
            watch,
            series: 'all',
            reading: { kind: 'novelty', params: {}, of: title },
            evidence: [{ ...tower22(3), place, note: title, as: place }],
          }),
        );
        const lines = [
          message.subject,
          message.first,
          ...[...message.rows, ...message.below].flatMap(({ lines: all }) => all),
        ];
        for (const line of lines) expect(line).not.toMatch(unsafe);
        expect(message.first.length).toBeLessThan(90);
        expect(message.subject.length).toBeLessThan(300);
      }),
    );
  });

  it('a subject does not change with revised numbers while the level is', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(500),
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        (killed, injured, reports) => {
          const revised = transitionOf({
            fields: { killed, injured },
            value: killed + injured,
            evidence: [tower22(reports)],
            evidenceTotal: 1,
          });
          expect(messageOf(revised).subject).toBe(messageOf(raisedTower22()).subject);
        },
      ),
    );
  });
});
