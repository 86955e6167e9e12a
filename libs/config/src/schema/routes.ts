import { z } from 'zod';
import { name } from './scalars.js';

/** Kinds of transition, in the order an alert goes through them. */
export const TRANSITIONS = ['raised', 'upgraded', 'updated', 'downgraded', 'resolved', 'withdrawn'] as const;

/** Keys that are reserved for routes and do nothing yet. */
export const RESERVED = ['group', 'inhibit', 'quietHours', 'repeat'] as const;

const later = (about: string) =>
  z
    .unknown()
    .meta({ description: `${about} Not yet available.`, samples: [] })
    .optional();
const names = z.union([name, z.array(name).min(1)]);
const ruleName = z.string().min(1).max(64);
const tell = z.enum(TRANSITIONS);
const tone = z.enum(['alarm', 'easing']);

/** Which transitions go to which receiver; every matching route is used. */
export const routeSchema = z.strictObject({
  to: name.meta({ description: 'The receiver', samples: ['desk'] }),
  atLeast: z
    .string()
    .meta({ description: 'Only alerts of this level or higher', samples: ['high'], fallback: 'any' })
    .optional(),
  below: z
    .string()
    .meta({ description: 'Only alerts under this level', samples: ['high'], fallback: 'any' })
    .optional(),
  watches: names.meta({ description: 'Only these watches', samples: [['us-forces']], fallback: 'all' }).optional(),
  rules: z
    .union([ruleName, z.array(ruleName).min(1)])
    .meta({ description: 'Only these rules', samples: [['casualties']], fallback: 'all' })
    .optional(),
  tell: z
    .union([tell, z.array(tell).min(1)])
    .meta({ description: 'Only these transitions', samples: [['raised', 'upgraded', 'withdrawn']], fallback: 'all' })
    .optional(),
  tones: z
    .union([tone, z.array(tone).min(1)])
    .meta({
      description:
        'Only news of these tones. A route that pages, one with `atLeast` or `tell` that sends at once, takes `alarm` alone',
      samples: [['alarm', 'easing']],
      fallback: '`alarm` where it pages, else both',
    })
    .optional(),
  send: z
    .enum(['now', 'daily'])
    .meta({ description: '`daily` gathers the news of a day into one message', samples: ['daily'], fallback: 'now' })
    .optional(),
  at: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'a time of day is written "07:00", from "00:00" to "23:59"' })
    .meta({
      description: 'When the daily message goes out, in the timezone of the config',
      samples: ['07:00'],
      fallback: '07:00 if daily',
    })
    .optional(),
  group: later('Gathers news for a while before sending.'),
  inhibit: later('Keeps news back while another alert is open.'),
  quietHours: later('Keeps news back at night.'),
  repeat: later('Tells again while nobody has acknowledged.'),
});

export type RawRoute = z.infer<typeof routeSchema>;
