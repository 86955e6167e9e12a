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
  .meta({ description: 'Other names, as reports write them', samples: [['Tower 22']] })
  .optional();

const display = line
  .meta({ description: 'The name people read', samples: ['My Depot'], fallback: 'the shipped name, or the id' })
  .optional();

/** Names the operator adds to the gazetteer. */
export const namesSchema = z.strictObject({
  actors: z
    .record(
      z.string().regex(/^actor:[a-z0-9-]{1,80}$/, { error: 'an actor id is written actor:some-name' }),
      z.strictObject({ name: display, aliases }),
    )
    .meta({ description: 'Actors by id', samples: [{ 'actor:my-militia': { name: 'My Militia', aliases: ['MM'] } }] })
    .optional(),
  sites: z
    .record(
      z.string().regex(/^site:[a-z0-9-]{1,80}$/, { error: 'a site id is written site:some-name' }),
      z.strictObject({
        name: display,
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, { error: 'two capital letters, ISO 3166-1' })
          .meta({ description: 'Where it lies, ISO 3166-1', samples: ['IQ'], fallback: 'nowhere in particular' })
          .optional(),
        aliases,
      }),
    )
    .meta({ description: 'Sites by id', samples: [{ 'site:my-depot': { name: 'My Depot', country: 'IQ' } }] })
    .optional(),
});

/** The whole of a config file. */
export const documentSchema = z.strictObject({
  version: z
    .literal(1, { error: 'this version of the format is 1' })
    .meta({ description: 'The version of the format', samples: [1] }),
  $schema: z.string().meta({ description: 'For editors only', samples: [] }).optional(),
  publicUrl: z
    .string()
    .meta({
      description: 'Base of the links in messages, http or https',
      samples: ['https://barometer.example.org'],
      fallback: 'the address it listens on',
    })
    .optional(),
  timezone: z
    .string()
    .meta({
      description: 'IANA time zone shown beside UTC, and that of daily messages',
      samples: ['Asia/Baghdad'],
      fallback: 'UTC',
    })
    .optional(),
  ladder: z
    .array(name)
    .min(1, { error: 'a ladder has at least one rung' })
    .max(8, { error: 'a ladder has at most 8 rungs' })
    .meta({
      description: 'Names of the rungs, lowest first',
      samples: [['low', 'elevated', 'high', 'critical']],
      fallback: '[low, elevated, high, critical]',
    })
    .optional(),
  reporters: z
    .record(z.string().min(1).max(100), z.enum(GRADES))
    .meta({
      description: 'How reliable a reporter is, from A to F; of equal grades the later report wins',
      samples: [{ us_dod: 'A', sohr: 'C' }],
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
