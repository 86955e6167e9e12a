import { z } from 'zod';
import {
  ACTOR_TYPES,
  DRIVERS,
  KINDS,
  LINK_TYPES,
  QUALIFIERS,
  ROLES,
  SIDES,
  SIGNAL_KINDS,
  SITE_TYPES,
  STATUSES,
  TACTICS,
  TIME_PRECISIONS,
} from '../kinds.js';
import { LIMITS } from './limits.js';

const ISO_SHAPE = String.raw`^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$`;

const singleLine = (limit: number) =>
  z
    .string()
    .max(limit)
    .regex(/^[^\n\r\t]*\S[^\n\r\t]*$/);
const id = singleLine(LIMITS.id);
const name = singleLine(LIMITS.name);
const note = z.string().max(LIMITS.note);
const url = z
  .string()
  .max(LIMITS.url)
  .regex(/^https?:\/\/[^\s<>"]+$/);
const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .describe('ISO 3166-1 alpha-2, capitals.');
const list = <T extends z.ZodType>(element: T) => z.array(element).max(LIMITS.list);
const oneOrMore = <T extends z.ZodType>(element: T) => z.union([element, list(element)]);
const amount = z.int().min(0).max(LIMITS.count);

const time = z.union([z.string().min(1).max(LIMITS.time).meta({ pattern: ISO_SHAPE }), z.number()]).meta({
  id: 'Time',
  description: 'ISO 8601 date, or date and time with a zone; a number is milliseconds since 1970.',
});

const estimate = z
  .union([
    amount,
    z.object({
      low: amount.optional(),
      best: amount.optional(),
      high: amount.optional(),
      qualifier: z.enum([...QUALIFIERS, 'roughly']).optional(),
    }),
  ])
  .meta({ id: 'Estimate', description: 'A count, or what is known of it; `roughly` is read as `approximately`.' });

const location = z.object({
  country: country.optional(),
  admin1: name.optional().describe('ISO 3166-2, or a name.'),
  admin2: name.optional(),
  place: name.optional(),
  lat: z.number().min(-90).max(90).optional().describe('Degrees; kept to 0.1.'),
  lon: z.number().min(-180).max(180).optional().describe('Degrees; kept to 0.1.'),
  precision: z.enum(['site', 'near', 'admin2', 'admin1', 'country', 'fuzzy']).optional(),
  maritime: z.boolean().optional(),
  fir: id.optional().describe('ICAO flight information region.'),
  unlocode: id.optional(),
});

const site = z.object({
  siteId: id.optional(),
  name: name.optional(),
  type: z.enum(SITE_TYPES).optional(),
  operatorActorId: id.optional(),
  hostCountry: country.optional(),
  icao: id.optional(),
  imo: id.optional(),
});

const actor = z.object({
  actorId: id.optional(),
  name: name.optional(),
  role: z.enum([...ROLES, 'unknown']).optional(),
  type: z.enum(ACTOR_TYPES).optional(),
});

const claim = z.object({
  actorId: id,
  at: time.optional(),
  dateInferred: z.boolean().optional(),
  channel: name.optional(),
  retractedAt: time.optional(),
});

const attribution = z.object({
  actorId: id,
  by: id,
  at: time.optional(),
  dateInferred: z.boolean().optional(),
  confidence: z.enum(['low', 'moderate', 'high']).optional(),
  basis: note.optional(),
  status: z.enum(['preliminary', 'stated', 'formal', 'withdrawn']).optional(),
});

const denial = z.object({ by: id, at: time.optional(), dateInferred: z.boolean().optional() });

const munition = z.object({
  type: z.enum(TACTICS),
  launched: estimate.optional(),
  intercepted: estimate.optional(),
  impacted: estimate.optional(),
  failed: estimate.optional(),
});

const casualtyReport = z.object({
  side: z.enum(SIDES).optional(),
  killed: estimate.optional(),
  injured: estimate.optional(),
  injuredTbi: estimate.optional().describe('Traumatic brain injuries; count as injured where `injured` is not given.'),
  critical: estimate.optional(),
  missing: estimate.optional(),
  reporter: id,
  reportedAt: time.optional(),
  reportedPrecision: z.enum(['day', 'instant']).optional(),
  isClaim: z.boolean().optional().describe("A party's statement about the other side's losses: kept, never counted."),
  url: url.optional(),
  note: note.optional(),
});

const signal = z.object({
  kind: z.enum(SIGNAL_KINDS),
  conditional: z.boolean().optional(),
  deadline: time.optional(),
  validUntil: time.optional(),
});

const link = z.object({
  type: z.enum(LINK_TYPES),
  dataset: id.optional().describe('By default the dataset of this record.'),
  recordId: id,
  by: id.optional(),
  confidence: z.enum(['asserted', 'likely', 'inferred']).optional(),
});

const counter = z.object({
  counter: id,
  since: time,
  asOf: time.optional(),
  total: amount,
  qualifier: z.enum([...QUALIFIERS, 'roughly']).optional(),
  byCountry: z.record(z.string().regex(/^[A-Z]{2}$/), amount).optional(),
  injured: amount.optional(),
  derived: z.boolean().optional(),
});

const revisionNumber = z.int().min(0).describe('Only has to grow; 1 where it is missing.');

const provenance = z.object({
  dataset: id.optional(),
  recordId: id.optional(),
  revision: revisionNumber.optional(),
  url: url.optional(),
  version: id.optional(),
  reliability: z.enum(['A', 'B', 'C', 'D', 'E', 'F']).optional(),
  credibility: z.union([1, 2, 3, 4, 5, 6].map((grade) => z.literal(grade as 1 | 2 | 3 | 4 | 5 | 6))).optional(),
  sources: z.int().min(0).optional(),
  licence: name.optional(),
});

const shortForms = {
  dataset: id.optional().describe('Short for provenance[0].dataset.'),
  recordId: id.optional().describe("Short for provenance[0].recordId: the source's own id, shown to people."),
  url: url.optional().describe('Short for provenance[0].url.'),
  licence: name.optional().describe('Short for provenance[0].licence.'),
  country: country.optional(),
  admin1: name.optional(),
  place: name.optional(),
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
  maritime: z.boolean().optional(),
  perpetrator: oneOrMore(name).optional().describe('An actor id (`actor:…`) or a name; short for an entry of actors.'),
  target: oneOrMore(name).optional(),
  victim: oneOrMore(name).optional(),
  tactic: z.enum(TACTICS).optional(),
  driver: z.enum(DRIVERS).optional(),
  launched: estimate.optional().describe('Munitions launched, of the first tactic.'),
  killed: estimate.optional().describe('Short for one casualty report without sides.'),
  injured: estimate.optional(),
  reporter: id.optional().describe('Who says killed and injured; by default the dataset.'),
  respondsTo: oneOrMore(id)
    .optional()
    .describe('Record ids of the same dataset; short for asserted responds_to links.'),
};

/** An incident as a producer sends it: times are ISO text, only dataset, recordId, kind and occurredFrom are required. */
export const wireIncident = z.object({
  ...shortForms,
  schema: z.literal('incident/1').optional(),
  revision: revisionNumber.optional(),
  status: z.enum(STATUSES).optional(),
  kind: z.enum(KINDS),
  occurredFrom: time,
  occurredTo: time.optional(),
  timePrecision: z.enum(TIME_PRECISIONS).optional(),
  reportedAt: time.optional(),
  reportedPrecision: z
    .enum(['day', 'instant'])
    .optional()
    .describe('`day` where reportedAt carries an hour only for order.'),
  location: location.optional(),
  site: z.union([name, site]).optional(),
  actors: list(actor).optional(),
  claims: list(claim).optional(),
  attributions: list(attribution).optional(),
  denials: list(denial).optional(),
  tactics: list(z.enum(TACTICS)).optional(),
  munitions: list(munition).optional(),
  salvoId: id.optional(),
  effect: z.enum(['none', 'minor', 'major', 'disrupted_before_launch']).optional(),
  casualties: list(casualtyReport).optional(),
  signal: signal.optional(),
  links: list(link).optional(),
  drivers: list(z.enum(DRIVERS)).optional(),
  theatre: id.optional(),
  counter: counter.optional(),
  provenance: list(provenance).optional(),
  note: note.optional(),
});
export type WireIncident = z.infer<typeof wireIncident>;
export type WireEstimate = z.infer<typeof estimate>;
export type WireTime = z.infer<typeof time>;

/** A feed's sign of life as a producer sends it. */
export const wireHeartbeat = z.object({
  heartbeat: id.describe('The feed that is alive.'),
  at: time.optional().describe('It speaks for the time up to here; by default now.'),
});
