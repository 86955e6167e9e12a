import { FACETS } from '@barometer/incident';
import { catalogue } from '@barometer/indicator';
import { z } from 'zod';
import { filterSchema } from './filter.js';
import { duration, line, name, share } from './scalars.js';

const group = z.enum([...FACETS, 'incident']);
const condition = z.string().min(1, { error: 'must not be empty' }).max(500);

/** How incidents are grouped into series. */
export const bySchema = z.union([group, z.array(group).min(1, { error: 'the list is empty' })]);

/** A kind of reading with its parameters; the parameters themselves belong to the kind. */
export const readingSchema = z.looseObject({
  kind: z
    .enum([...catalogue.keys()] as [string, ...string[]])
    .meta({ description: 'The kind of reading', samples: ['surge'] }),
  by: bySchema
    .meta({
      description: 'One series for each value of a field, each combination of fields, or each `incident`',
      samples: ['country'],
      fallback: 'one series, `all`',
    })
    .optional(),
});

/** When a rung is entered, and what must go on holding to stay on it. */
export const rungSchema = z.union([
  condition,
  z.strictObject({
    enter: condition.meta({ description: 'Holds: the rung is entered', samples: ['p < 0.001'] }),
    leave: condition
      .meta({ description: 'Stops holding: the rung is left', samples: ['p < 0.01'], fallback: 'as `enter`' })
      .optional(),
  }),
]);

export const ruleSchema = z.strictObject({
  title: line
    .meta({
      description: 'What people read; `{country}` and other fields of the series are filled in',
      samples: ['Attacks surging in {country}'],
      fallback: 'the name',
    })
    .optional(),
  reading: readingSchema.meta({ description: 'What is measured', samples: [{ kind: 'count', window: '7d' }] }),
  levels: z
    .record(z.string(), rungSchema)
    .meta({ description: 'A condition for each rung of the ladder that is used', samples: [{ high: 'count >= 10' }] }),
  hold: duration
    .meta({ description: 'Time a condition must hold before the level rises', samples: ['6h'], fallback: '0' })
    .optional(),
  release: duration
    .meta({
      description: 'Time below before the level falls',
      samples: ['48h'],
      fallback: "the kind's own: 0 for lull, novelty and record, else 24h",
    })
    .optional(),
  update: z
    .strictObject({
      change: share.meta({
        description: 'How far the number must have moved since it was last told',
        samples: ['10%'],
      }),
    })
    .meta({
      description: 'Tells of a moved number while the level stays',
      samples: [{ change: '10%' }],
      fallback: 'never',
    })
    .optional(),
  tone: z
    .enum(['alarm', 'easing'])
    .meta({ description: '`easing` is good news: green, and it never pages', samples: ['easing'], fallback: 'alarm' })
    .optional(),
});

export const watchSchema = z.strictObject({
  title: line
    .meta({ description: 'What people read', samples: ['US forces in Iraq'], fallback: 'the name' })
    .optional(),
  match: filterSchema
    .meta({
      description: 'Which incidents the watch takes',
      samples: [{ country: ['IQ', 'SY'] }],
      fallback: 'every incident',
    })
    .optional(),
  feeds: z
    .union([name, z.array(name).min(1)])
    .meta({ description: 'Which feeds the watch takes', samples: [['region']], fallback: 'all' })
    .optional(),
  rules: z.record(name, ruleSchema).meta({ description: 'The rules, by name' }),
});

export type RawRule = z.infer<typeof ruleSchema>;
export type RawWatch = z.infer<typeof watchSchema>;
