import { KINDS, QUALIFIERS, SIDES, TACTICS, TIME_PRECISIONS } from '@barometer/incident';
import { z } from 'zod';
import { baseline, feed, fields, level, published, time } from './parts.js';

const qualifier = z.enum(QUALIFIERS);
const estimate = z.object({
  low: z.number().optional(),
  best: z.number().optional(),
  high: z.number().optional(),
  qualifier: qualifier.optional(),
});

const resolved = z
  .object({
    value: z.number(),
    qualifier,
    low: z.number(),
    high: z.number(),
    reporter: z.string(),
    grade: z.enum(['A', 'B', 'C', 'D', 'E', 'F']),
    reportedAt: time,
  })
  .describe('The latest report of the best-graded reporter, with the range of all that count');

const report = z.object({
  side: z.enum(SIDES),
  killed: estimate.optional(),
  injured: estimate.optional(),
  reporter: z.string(),
  reportedAt: time,
  isClaim: z.boolean().describe("A party's statement about the other side's losses: never counted"),
  url: z.string().optional(),
  note: z.string().optional(),
});

const said = z.object({ at: time, dateInferred: z.boolean().optional() });

const evidence = z
  .object({
    ref: z.string().describe('Record id and revision: fr-057.4'),
    incidentId: z.string(),
    dataset: z.string(),
    recordId: z.string(),
    revision: z.number(),
    weight: z.number(),
    as: z.string().optional(),
    kind: z.enum(KINDS),
    at: time,
    precision: z.enum(TIME_PRECISIONS),
    country: z.string().optional(),
    place: z.string().optional(),
    tactics: z.array(z.enum(TACTICS)),
    perpetrators: z.array(z.string()),
    targets: z.array(z.string()),
    launched: z.number().optional(),
    killed: resolved.optional(),
    injured: resolved.optional(),
    reports: z.array(report),
    claims: z.array(said.extend({ actorId: z.string() })),
    attributions: z.array(said.extend({ actorId: z.string(), by: z.string(), status: z.string() })),
    denials: z.array(said.extend({ by: z.string() })),
    urls: z.array(z.string()),
    reportCount: z.number(),
    note: z.string().optional(),
  })
  .describe('A contributing incident as known when the transition came out');

const statement = z.object({ total: z.number(), qualifier, asOf: time });

const transition = z
  .object({
    v: z.literal(1),
    at: time.describe('When it came out, by the time of recording'),
    watch: z.string(),
    watchTitle: z.string(),
    rule: z.string(),
    title: z.string(),
    series: z.string(),
    alertId: z.string().describe('The same from first rung to last'),
    seq: z.number().int().min(1).describe('Counts from 1 within the alert'),
    watchSeq: z.number().int().min(1).describe('Counts from 1 within the watch'),
    transition: z.enum(['raised', 'upgraded', 'updated', 'downgraded', 'resolved', 'withdrawn']),
    level: level.describe('The level now; null once resolved or withdrawn'),
    previous: level,
    ladder: z.array(z.string()).describe('The rungs, lowest first'),
    tone: z.enum(['alarm', 'easing']),
    since: time.describe('When the alert was raised'),
    reason: z.enum([
      'threshold crossed',
      'figure changed',
      'left the window',
      'stayed below',
      'ended by an incident',
      'corrected',
      'rule changed',
      'feed silent',
      'feed alive',
      'history lost',
    ]),
    reading: z.object({ kind: z.string(), params: z.record(z.string(), z.unknown()), of: z.string() }),
    value: z.number(),
    fields,
    before: z.object({ value: z.number(), fields, at: time }).optional().describe('What was last told'),
    threshold: z.object({ level: z.string(), condition: z.string() }),
    baseline: baseline.optional(),
    provisional: z.boolean(),
    coverage: z.array(feed),
    incomplete: z
      .object({ before: time, until: time })
      .optional()
      .describe(
        'A part of the journal was lost: nothing reported before `before` is known, and figures may be low until `until`',
      ),
    evidence: z.array(evidence).describe('The top contributors, ranked'),
    evidenceTotal: z.number(),
    counterfactual: z
      .object({ without: z.string(), value: z.number(), level })
      .optional()
      .describe('The reading without its largest contributor'),
    context: z.array(
      statement.extend({
        counter: z.string(),
        since: time,
        byCountry: z.record(z.string(), z.number()).optional(),
        before: statement.optional(),
      }),
    ),
    cause: z.string().describe("The causing entry's content hash, or `due ` and the instant"),
    causedBy: z.string().optional().describe('The record and revision that caused it'),
    group: z.object({ index: z.number().int(), size: z.number().int() }),
    history: z.boolean(),
    definition: z.string(),
    engine: z.string(),
    previousHash: z.string(),
    hash: z.string(),
  })
  .describe('A numbered change of one alert: a line of the alert log, and of `barometer replay --format ndjson`');

/** JSON Schema of a transition. */
export function transitionJsonSchema(): Record<string, unknown> {
  return published(transition, 'transition/1');
}
