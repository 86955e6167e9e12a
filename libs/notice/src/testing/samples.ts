import type { Dated, Evidence, Transition } from '@barometer/alert';
import type { CasualtyReport, ResolvedNumber } from '@barometer/incident';
import type { Said } from '@barometer/indicator';
import { iso, parseInstant } from '@barometer/time';
import type { Outgoing } from '../channel.js';
import { compose, type ComposeContext } from '../message/compose.js';
import type { RouteDefinition, ReceiverDefinition } from '../definition.js';
import type { Notice } from '../message/message.js';
import { deliveryKey, threadOf } from '../plan/thread.js';

const at = (text: string) => parseInstant(text).at;
const DAY_NOON = 'T12:00:00.000Z';

/** The ladder of the samples. */
export const LADDER = ['low', 'elevated', 'high', 'critical'] as const;

/** Names of a few actors, countries and sites, as a gazetteer gives them. */
export const sampleNames = {
  actorName: (id: string) =>
    new Map([
      ['actor:usa-mil', 'US forces'],
      ['actor:irn', 'Iran'],
      ['actor:iri', 'Islamic Resistance in Iraq'],
    ]).get(id) ?? id,
  countryName: (code: string) =>
    new Map([
      ['JO', 'Jordan'],
      ['IQ', 'Iraq'],
      ['SY', 'Syria'],
    ]).get(code) ?? code,
  siteName: (id: string) => new Map([['site:tower-22', 'Tower 22']]).get(id) ?? id,
};

/** A kind that says every reading alike: `value 3 of attacks on us`. */
export const sampleKindOf = (name: string) => ({
  say: (said: Said) => `${name} of ${said.of} at ${said.value}`,
  sayExactly: (said: Said) => `value = ${said.value}`,
});

/** One reporter's figures of a day. */
export function report(
  day: string,
  reporter: string,
  figures: Pick<CasualtyReport, 'killed' | 'injured' | 'note'>,
  isClaim = false,
): Dated<CasualtyReport> {
  return {
    side: 'target_forces',
    ...figures,
    reporter,
    reportedAt: iso(at(day + DAY_NOON)),
    reportedPrecision: 'day',
    isClaim,
  };
}

const resolved = (
  value: number,
  qualifier: ResolvedNumber['qualifier'],
  reporter: string,
  day: string,
): Dated<ResolvedNumber> => ({
  ...{ value, qualifier, low: value, high: value, reporter, grade: 'A' as const },
  reportedAt: iso(at(day + DAY_NOON)),
});

const TOWER_22_REPORTS = [
  report('2024-01-28', 'us_centcom', { killed: { best: 3 }, injured: { best: 25 } }),
  report('2024-01-28', 'us_centcom', { killed: { best: 3 }, injured: { best: 34, qualifier: 'at_least' } }),
  report('2024-01-29', 'us_dod', {
    killed: { best: 3 },
    injured: { best: 40, qualifier: 'more_than' },
    note: 'expects it to rise',
  }),
];

/** The drone attack on Tower 22 as evidence, with its first n reports. */
export function tower22(reports: 1 | 2 | 3): Evidence {
  const last = TOWER_22_REPORTS[reports - 1]!;
  const reporter = last.reporter;
  const day = reports === 3 ? '2024-01-29' : '2024-01-28';
  return {
    ...{
      ref: `fr-057.${reports + 1}`,
      incidentId: 'a1b2c3',
      dataset: 'founding-region',
      recordId: 'fr-057',
      revision: reports + 1,
    },
    ...{
      weight: 28,
      kind: 'attack',
      at: '2024-01-28T00:00:00.000Z',
      precision: 'day',
      country: 'JO',
      place: 'Tower 22',
    },
    ...{ tactics: ['one_way_drone'], perpetrators: [], targets: ['actor:usa-mil'], launched: 1 },
    killed: resolved(3, 'exact', reporter, day),
    injured: resolved(last.injured?.best ?? 0, last.injured?.qualifier ?? 'exact', reporter, day),
    reports: TOWER_22_REPORTS.slice(0, reports),
    ...{ claims: [], attributions: [], denials: [{ by: 'actor:irn', at: iso(at('2024-01-28')) }] },
    ...{ urls: ['https://www.example.org/tower-22'], reportCount: reports },
  };
}

/** Any transition: the Tower 22 casualties alert raised, with what is given changed. */
export function transitionOf(change: Partial<Transition> = {}): Transition {
  return {
    ...{ v: 1, at: '2024-01-28T12:00:07.000Z', watch: 'us-forces', watchTitle: 'US forces in Iraq, Syria and Jordan' },
    ...{
      rule: 'casualties',
      title: 'Casualties',
      series: 'incident=fr-057',
      alertId: 'K7Q2MW9RTB',
      seq: 1,
      watchSeq: 41,
    },
    ...{
      transition: 'raised',
      level: 'critical',
      previous: null,
      ladder: LADDER,
      tone: 'alarm',
      since: '2024-01-28T12:00:07.000Z',
    },
    reason: 'threshold crossed',
    reading: { kind: 'casualties', params: { window: 7_776_000_000 }, of: 'attacks on us' },
    ...{
      value: 28,
      fields: { killed: 3, injured: 25 },
      threshold: { level: 'critical', condition: 'killed >= 1' },
      provisional: false,
    },
    coverage: [
      {
        feed: 'region',
        state: 'alive',
        coverage: 'partial',
        since: '2023-07-01T00:00:00.000Z',
        itemised: { count: 25, since: '2023-10-17T00:00:00.000Z' },
      },
    ],
    ...{ evidence: [tower22(1)], evidenceTotal: 1, counterfactual: { without: 'fr-057.2', value: 0, level: null } },
    context: [
      {
        ...{
          counter: 'pentagon',
          total: 165,
          qualifier: 'approximately',
          asOf: '2024-01-29T00:00:00.000Z',
          since: '2023-10-17T00:00:00.000Z',
        },
        byCountry: { IQ: 66, SY: 98, JO: 1 },
        before: { total: 140, qualifier: 'exact', asOf: '2024-01-18T00:00:00.000Z' },
      },
    ],
    ...{ cause: 'c0ffee', causedBy: 'a1b2c3', group: { index: 0, size: 1 }, history: false },
    ...{ definition: 'd', engine: 'barometer/0.1.0', previousHash: '0'.repeat(64), hash: 'f'.repeat(64) },
    ...change,
  };
}

/** Tower 22, first statement. */
export const raisedTower22 = (): Transition => transitionOf();

/** Tower 22, the figure of 29 January. */
export const updatedTower22 = (): Transition =>
  transitionOf({
    ...{
      at: '2024-01-29T12:00:09.000Z',
      seq: 3,
      watchSeq: 44,
      transition: 'updated',
      previous: 'critical',
      reason: 'figure changed',
      cause: 'beef',
    },
    ...{ value: 43, fields: { killed: 3, injured: 40 }, evidence: [tower22(3)] },
    before: { value: 37, fields: { killed: 3, injured: 34 }, at: '2024-01-28T12:00:08.000Z' },
  });

/** Receivers and routes as the example config has them. */
export const sampleReceivers: readonly ReceiverDefinition[] = [
  { name: 'phone', channel: 'webhook', recipients: ['phone'], options: {} },
  { name: 'desk', channel: 'email', recipients: ['desk@example.org'], options: {} },
];
const all = ['raised', 'upgraded', 'updated', 'downgraded', 'resolved', 'withdrawn'] as const;
export const sampleRoutes: readonly RouteDefinition[] = [
  { atLeast: 'high', to: 'phone', tell: ['raised', 'upgraded', 'withdrawn'], send: 'now' },
  { atLeast: 'high', to: 'desk', tell: all, send: 'now' },
  { below: 'high', to: 'desk', tell: all, send: 'daily', at: '07:00' },
];

/** A notice of the given transitions for `desk`. */
export function noticeOf(transitions: readonly Transition[], change: Partial<Notice> = {}): Notice {
  const first = transitions[0];
  const about = { watch: first?.watch ?? 'barometer', history: first?.history ?? false, at: first ? at(first.at) : 0 };
  return { id: '0123456789abcdef0123456789abcdef', receiver: 'desk', transitions, kind: 'alert', ...about, ...change };
}

/** A context in which nothing was known before and `desk` alone was told. */
export function contextOf(change: Partial<ComposeContext> = {}): ComposeContext {
  return {
    ...{
      publicUrl: 'https://barometer.example.org',
      timezone: 'Asia/Baghdad',
      names: sampleNames,
      kindOf: sampleKindOf,
    },
    ...{ routing: { now: ['desk'], daily: [], not: ['phone'] }, known: new Map(), before: new Map() },
    ...change,
  };
}

/** What a channel is handed for one transition: a first message, no chart. */
export function outgoingOf(transition: Transition, to: { recipient: string }): Outgoing {
  const notice = noticeOf([transition]);
  return {
    notice,
    message: compose(notice, contextOf()),
    recipient: to.recipient,
    key: deliveryKey(notice.id, to.recipient),
    thread: threadOf(notice.id, to.recipient, { others: [] }, 'barometer.example.org'),
    at: at('2024-01-28T12:00:10.000Z'),
  };
}
