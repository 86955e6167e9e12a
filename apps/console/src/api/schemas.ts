import { z } from 'zod';

const time = z.iso.datetime().describe('ISO 8601, UTC.');
const figure = z.union([z.number(), z.boolean(), z.string()]);
const counts = z.object({ revisions: z.number(), duplicates: z.number(), conflicts: z.number(), late: z.number() });
const level = z.string().nullable().describe('A rung of the ladder; null where the alert is closed.');

export const feedState = z.object({
  feed: z.string(),
  state: z.enum(['alive', 'silent', 'ended', 'unseen']),
  coverage: z.enum(['full', 'partial']),
  since: z.string().optional(),
  itemised: z.object({ count: z.number(), since: z.string() }).optional(),
});

export const status = z.object({
  at: time,
  live: z.boolean(),
  history: z.boolean(),
  level,
  openAlerts: z.number(),
  undelivered: z.number().nullable().describe('Null while the store does not answer.'),
  behind: z.boolean().describe('True while the store does not answer: what is said may be behind.'),
  quiet: z
    .boolean()
    .describe('True only when no alert is open, every feed is alive and full, and the store could be read to its end.'),
  words: z.string(),
  feeds: z.array(feedState),
  incomplete: z
    .object({ before: time, until: time })
    .nullable()
    .describe(
      'Set where a part of the journal was lost: nothing recorded before is known, readings are provisional until.',
    ),
  definitionHash: z.string().nullable(),
  configProblems: z.number(),
  counts,
});

export const reading = z.object({
  known: z.boolean(),
  why: z.string().optional(),
  value: figure,
  fields: z.record(z.string(), figure),
  baseline: z.object({ k: z.number(), days: z.number(), from: time, to: time }).optional(),
  provisional: z.boolean(),
  until: time.nullable(),
});

export const explanation = z.object({
  watch: z.string(),
  rule: z.string(),
  series: z.string(),
  at: time,
  level,
  words: z.string(),
  reading,
  contributors: z.array(z.object({ ref: z.string(), at: time, weight: z.number(), as: z.string().optional() })),
  rungs: z.array(
    z.object({
      level: z.string(),
      condition: z.string(),
      holds: z.boolean(),
      comparisons: z.array(
        z.object({ text: z.string(), actual: figure, holds: z.boolean(), distance: z.number().optional() }),
      ),
      guard: z.string().optional(),
    }),
  ),
});

export const readingLine = z.looseObject({ watch: z.string(), rule: z.string(), series: z.string() });
export const readingPoint = z.object({ at: time, reading });

const rule = z.looseObject({
  name: z.string(),
  title: z.string(),
  tone: z.enum(['alarm', 'easing']),
  series: z.number(),
});
export const watch = z.object({
  name: z.string(),
  title: z.string(),
  feeds: z.array(z.string()),
  rules: z.array(rule),
  openAlerts: z.number(),
});

export const transition = z.looseObject({
  v: z.literal(1),
  at: z.string(),
  watch: z.string(),
  rule: z.string(),
  series: z.string(),
  alertId: z.string(),
  seq: z.number(),
  watchSeq: z.number(),
  transition: z.enum(['raised', 'upgraded', 'updated', 'downgraded', 'resolved', 'withdrawn']),
  level,
  previous: level,
  reason: z.string(),
  value: figure,
  evidence: z.array(z.looseObject({ ref: z.string(), incidentId: z.string() })),
  cause: z.string(),
  hash: z.string(),
});

const alertState = z.enum(['open', 'closed']);
export const alertLine = z.looseObject({
  alertId: z.string(),
  state: alertState,
  watch: z.string(),
  rule: z.string(),
  series: z.string(),
  level,
});
export const alert = z.object({
  alertId: z.string(),
  state: alertState,
  watch: z.string(),
  rule: z.string(),
  series: z.string(),
  level,
  since: z.string(),
  last: transition,
  transitions: z.array(transition),
  acknowledgements: z.array(z.object({ by: z.string(), at: time, note: z.string().optional() })),
});

export const incident = z.looseObject({
  id: z.string(),
  recordId: z.string(),
  dataset: z.string(),
  kind: z.string(),
  status: z.string(),
  occurredFrom: time,
  reportedAt: time,
  facets: z.record(z.string(), z.array(z.string())),
  members: z.array(z.string()),
  revision: z.looseObject({ revision: z.number() }),
  linked: z.array(z.unknown()),
});

export const delivery = z.looseObject({
  notice: z.string(),
  receiver: z.string(),
  recipient: z.string(),
  stage: z.string(),
  alerts: z.array(z.string()),
  attempts: z.number(),
});
export const conflict = z.object({
  incidentId: z.string(),
  dataset: z.string(),
  recordId: z.string(),
  revision: z.number(),
  times: z.number().describe('How often other content was refused; the first in the journal holds'),
});

export const reject = z.object({
  offset: z.number(),
  reason: z.string(),
  message: z.string().optional(),
  at: z.string().optional(),
  place: z.string().optional(),
  path: z.string().optional(),
  bytes: z.number().optional(),
  sha256: z.string().optional(),
  excerpt: z.string(),
});
export const outboxFile = z.object({ name: z.string(), bytes: z.number(), written: z.number() });
export const silence = z.object({
  id: z.string(),
  matchers: z.record(z.string(), z.array(z.string())),
  reason: z.string(),
  by: z.string(),
  from: time,
  until: time,
  standing: z.boolean(),
  endedAt: time.optional(),
  endedBy: z.string().optional(),
});
export const configState = z.object({
  hash: z.string(),
  file: z.string(),
  text: z.string(),
  receivers: z.array(z.object({ name: z.string(), channel: z.string() })),
  problems: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      column: z.number(),
      path: z.string(),
      message: z.string(),
      suggestion: z.string().optional(),
    }),
  ),
});
export const done = z.object({ done: z.literal(true) });
export const outcome = z.looseObject({ is: z.enum(['accepted', 'retry', 'blocked', 'refused', 'gone']) });
export const failure = z.object({
  statusCode: z.number(),
  message: z.union([z.string(), z.array(z.string())]),
  error: z.string().optional(),
});

const person = z.string().trim().max(64).optional().describe('Who acts; the name of the token where one is used.');
const reason = z.string().trim().min(1, 'a reason is needed').max(500);
const value = z.string().trim().min(1).max(200);
const matcher = z.union([value.transform((one) => [one]), z.array(value).min(1).max(50)]);

export const acknowledgeBody = z.strictObject({ by: person, note: z.string().trim().max(500).optional() });
export const MATCHED = ['watch', 'rule', 'series', 'alertId', 'level'] as const;
export const silenceBody = z.strictObject({
  matchers: z.strictObject(
    Object.fromEntries(MATCHED.map((name) => [name, matcher.optional()])) as Record<
      (typeof MATCHED)[number],
      z.ZodOptional<typeof matcher>
    >,
  ),
  reason,
  until: z.string().trim().min(1, 'an end is needed').max(40).describe('ISO 8601; a bare date means its end.'),
  by: person,
});
export const endSilenceBody = z.strictObject({ by: person });
