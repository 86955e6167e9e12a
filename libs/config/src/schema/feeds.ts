import { z } from 'zod';
import { duration, name } from './scalars.js';

const covers = z.string().meta({ samples: ['2023-07-01/2024-04-23'] });

/** Where reports come from, and the time they speak for. */
export const feedSchema = z.strictObject({
  datasets: z
    .array(z.string().min(1).max(200))
    .min(1, { error: 'name at least one dataset' })
    .meta({
      description: "Values of a report's `provenance.dataset` that belong to this feed",
      samples: [['founding-region']],
    }),
  coverage: z
    .enum(['full', 'partial'])
    .meta({
      description: '`full`: silence means that nothing happened; `partial`: it does not',
      samples: ['partial'],
      fallback: 'partial',
    })
    .optional(),
  covers: z
    .union([covers, z.array(covers).min(1)])
    .meta({
      description: 'The days the feed speaks for, the last day included',
      samples: [['2019-12-27/2020-01-08', '2023-07-01/2024-04-23']],
      fallback: 'the time it is alive',
    })
    .optional(),
  silentAfter: duration
    .meta({
      description: 'Without a sign of life for this long, the feed is called silent',
      samples: ['48h'],
      fallback: 'never',
    })
    .optional(),
});

export const feedsSchema = z.record(name, feedSchema);

export type RawFeeds = z.infer<typeof feedsSchema>;
