import { z } from 'zod';
import { feedsSchema } from './feeds.js';
import { filterSchema } from './filter.js';
import { receiverSchema } from './receivers.js';
import { routeSchema } from './routes.js';
import { line, name } from './scalars.js';
import { settingsSchema } from './settings.js';
import { watchSchema } from './watches.js';

const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const aliases = z
  .array(line)
  .max(100)
  .meta({ description: 'Other names, as reports write them', examples: [['Tower 22']] })
  .optional();

/** Names the operator adds to the gazetteer. */
export const namesSchema = z.strictObject({
  actors: z
    .record(
      z.string().regex(/^actor:[a-z0-9-]{1,80}$/, { error: 'an actor id is written actor:some-name' }),
      z.strictObject({ name: line.optional(), aliases }),
    )
    .meta({ description: 'Actors by id', examples: [{ 'actor:my-militia': { name: 'My Militia', aliases: ['MM'] } }] })
    .optional(),
  sites: z
    .record(
      z.string().regex(/^site:[a-z0-9-]{1,80}$/, { error: 'a site id is written site:some-name' }),
      z.strictObject({
        name: line.optional(),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, { error: 'two capital letters, ISO 3166-1' })
          .optional(),
        aliases,
      }),
    )
    .meta({ description: 'Sites by id', examples: [{ 'site:my-depot': { name: 'My Depot', country: 'IQ' } }] })
    .optional(),
});

/** The whole of a config file. */
export const documentSchema = z.strictObject({
  version: z
    .literal(1, { error: 'this version of the format is 1' })
    .meta({ description: 'The version of the format', examples: [1] }),
  $schema: z.string().meta({ description: 'For editors only', examples: [] }).optional(),
  publicUrl: z
    .string()
    .meta({
      description: 'Base of the links in messages, http or https',
      examples: ['https://barometer.example.org'],
      fallback: 'the address it listens on',
    })
    .optional(),
  timezone: z
    .string()
    .meta({
      description: 'IANA time zone shown beside UTC, and that of daily messages',
      examples: ['Asia/Baghdad'],
      fallback: 'UTC',
    })
    .optional(),
  ladder: z
    .array(name)
    .min(1, { error: 'a ladder has at least one rung' })
    .max(8, { error: 'a ladder has at most 8 rungs' })
    .meta({
      description: 'Names of the rungs, lowest first',
      examples: [['low', 'elevated', 'high', 'critical']],
      fallback: '[low, elevated, high, critical]',
    })
    .optional(),
  reporters: z
    .record(z.string().min(1).max(100), z.enum(GRADES))
    .meta({
      description: 'How reliable a reporter is, from A to F; of equal grades the later report wins',
      examples: [{ us_dod: 'A', sohr: 'C' }],
      fallback: 'E for everyone',
    })
    .optional(),
  names: namesSchema.meta({ description: 'Actors and sites that the gazetteer does not know' }).optional(),
  feeds: feedsSchema
    .meta({ description: 'Where reports come from, by name; reports of no listed dataset belong to the feed `other`' })
    .optional(),
  sets: z.record(name, filterSchema).meta({ description: 'Filters with a name, for the `of` of readings' }).optional(),
  watches: z.record(name, watchSchema).meta({ description: 'What is watched, by name' }),
  receivers: z.record(name, receiverSchema).meta({ description: 'Who can be told, by name' }).optional(),
  routes: z
    .array(routeSchema)
    .max(200)
    .meta({ description: 'Who is told what; every matching route is used' })
    .optional(),
  settings: settingsSchema.meta({ description: "The process's own settings" }).optional(),
});

export type RawDocument = z.infer<typeof documentSchema>;
