import type { Evidence, Transition } from '@barometer/alert';
import { iso } from '@barometer/time';
import { z } from 'zod';
import { clip } from './clean.js';
import type { Message, Notice } from './message.js';

/** A webhook body stays under this many UTF-8 bytes. */
export const LARGEST_PAYLOAD = 20_000;

const row = z.object({ label: z.string(), lines: z.array(z.string()) });
const field = z.union([z.number(), z.boolean(), z.string()]);
const level = z.string().nullable();

const evidence = z.object({
  ref: z.string().describe('Record id and revision, e.g. fr-057.4'),
  dataset: z.string(),
  at: z.string().describe('When it happened, ISO 8601 UTC, as precisely as `precision` says'),
  precision: z.string(),
  kind: z.string(),
  weight: z.number().describe('Its part of the value; 0 where it only sets the scene'),
  as: z.string().optional(),
  country: z.string().optional().describe('ISO 3166-1 alpha-2'),
  place: z.string().optional(),
  tactics: z.array(z.string()),
  targets: z.array(z.string()),
  killed: z.number().optional(),
  injured: z.number().optional(),
  reports: z.number().describe('How many reports stand behind it'),
  urls: z.array(z.string()),
});

const change = z.object({
  alertId: z.string(),
  seq: z.number().describe('Counts from 1 within the alert'),
  transition: z.enum(['raised', 'upgraded', 'updated', 'downgraded', 'resolved', 'withdrawn']),
  rule: z.string(),
  title: z.string(),
  series: z.string(),
  level,
  previous: level,
  tone: z.enum(['alarm', 'easing']),
  since: z.string(),
  at: z.string(),
  reason: z.string(),
  value: z.number(),
  fields: z.record(z.string(), field),
  threshold: z.object({ level: z.string(), condition: z.string() }),
  provisional: z.boolean(),
  evidence: z.array(evidence).describe('Ranked; fewer than `evidenceTotal` where the body would grow too large'),
  evidenceTotal: z.number(),
  counterfactual: z.object({ without: z.string(), value: z.number(), level }).optional(),
  hash: z.string(),
});

/** What a webhook's body holds. */
export const webhookSchema = z
  .object({
    type: z.string().describe('`alert.` and the transition, `alert.daily`, `alert.still_open` or `test`'),
    timestamp: z.string().describe('When it came out, ISO 8601 UTC'),
    data: z.object({
      notice: z.string().describe('The same for every attempt and recipient'),
      kind: z.enum(['alert', 'daily', 'still open', 'test']),
      receiver: z.string(),
      watch: z.string(),
      history: z.boolean(),
      subject: z.string(),
      first: z.string(),
      level,
      tone: z.enum(['alarm', 'easing']),
      rows: z.array(row),
      below: z.array(row),
      link: z.string(),
      transitions: z.array(change),
      transitionsTotal: z.number(),
    }),
  })
  .describe('Body of a Barometer webhook (Standard Webhooks)');

export type WebhookPayload = z.infer<typeof webhookSchema>;

/** JSON Schema of a webhook's body. */
export function webhookJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(webhookSchema, { target: 'draft-2020-12' }) as Record<string, unknown>;
}

/** The body of a webhook, under 20 kB: detail is left out until it fits, never the signal. */
export function webhookPayload(notice: Notice, message: Message): WebhookPayload {
  for (const limits of [LIMITS.full, LIMITS.some, LIMITS.few]) {
    const payload = payloadOf(notice, message, limits);
    if (bytesOf(JSON.stringify(payload)) < LARGEST_PAYLOAD) return payload;
  }
  return payloadOf(notice, message, LIMITS.bare);
}

interface Limits {
  readonly transitions: number;
  readonly evidence: number;
  readonly below: boolean;
  readonly lines: number;
  readonly text: number;
}

const LIMITS = {
  full: { transitions: 20, evidence: 8, below: true, lines: 40, text: 500 },
  some: { transitions: 8, evidence: 3, below: false, lines: 20, text: 300 },
  few: { transitions: 4, evidence: 1, below: false, lines: 8, text: 200 },
  // Even with every character four bytes long, what this leaves stays under the limit.
  bare: { transitions: 1, evidence: 0, below: false, lines: 2, text: 50 },
} as const satisfies Record<string, Limits>;

function payloadOf(notice: Notice, message: Message, limits: Limits): WebhookPayload {
  const rowsOf = (rows: Message['rows']) =>
    rows.slice(0, 12).map(({ label, lines }) => ({
      label,
      lines: lines.slice(0, limits.lines).map((line) => clip(line, limits.text)),
    }));
  return {
    type: typeOf(notice),
    timestamp: notice.transitions[0]?.at ?? iso(notice.at),
    data: {
      notice: notice.id,
      kind: notice.kind,
      receiver: notice.receiver,
      watch: notice.watch,
      history: notice.history,
      subject: message.subject,
      first: message.first,
      level: message.level,
      tone: message.tone,
      rows: rowsOf(message.rows),
      below: limits.below ? rowsOf(message.below) : [],
      link: message.link,
      transitions: notice.transitions.slice(0, limits.transitions).map((one) => changeOf(one, limits)),
      transitionsTotal: notice.transitions.length,
    },
  };
}

function typeOf({ kind, transitions }: Notice): string {
  if (kind === 'alert') return `alert.${transitions[0]?.transition ?? 'updated'}`;
  return kind === 'test' ? 'test' : `alert.${kind.replace(' ', '_')}`;
}

function changeOf(transition: Transition, limits: Limits): WebhookPayload['data']['transitions'][number] {
  const {
    alertId,
    seq,
    rule,
    series,
    level: now,
    previous,
    tone,
    since,
    at,
    reason,
    value,
    provisional,
    hash,
  } = transition;
  const { threshold, counterfactual } = transition;
  const fields = Object.entries(transition.fields).slice(0, 20);
  return {
    ...{
      alertId,
      seq,
      transition: transition.transition,
      rule,
      title: clip(transition.title, limits.text),
      series: clip(series, 200),
    },
    ...{ level: now, previous, tone, since, at, reason, value, provisional, hash },
    fields: Object.fromEntries(
      fields.map(([name, held]) => [name, typeof held === 'string' ? clip(held, limits.text) : held]),
    ),
    threshold: { level: threshold.level, condition: clip(threshold.condition, limits.text) },
    evidence: transition.evidence.slice(0, limits.evidence).map((one) => evidenceOf(one, limits)),
    evidenceTotal: transition.evidenceTotal,
    ...(counterfactual ? { counterfactual: { ...counterfactual, without: clip(counterfactual.without, 100) } } : {}),
  };
}

function evidenceOf(one: Evidence, limits: Limits): WebhookPayload['data']['transitions'][number]['evidence'][number] {
  const optional = {
    as: one.as,
    country: one.country,
    place: one.place && clip(one.place, 100),
    killed: one.killed?.value,
    injured: one.injured?.value,
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    ...{ ref: one.ref, dataset: one.dataset, at: one.at, precision: one.precision, kind: one.kind, weight: one.weight },
    ...present,
    tactics: one.tactics.slice(0, 5),
    targets: one.targets.slice(0, 5),
    reports: one.reportCount,
    urls: one.urls.filter((url) => url.length <= limits.text).slice(0, 3),
  };
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
