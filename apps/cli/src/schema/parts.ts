import { z } from 'zod';

/** A time in lines for machines. */
export const time = z.iso.datetime().describe('ISO 8601, UTC, with milliseconds');
/** A published field: an unbounded number of days is the text `ever`. */
export const fields = z
  .record(z.string(), z.union([z.number(), z.boolean(), z.string()]))
  .describe('Fields by name, as docs/indicators lists them for each kind; days without limit are "ever"');
export const level = z.string().describe('A rung of the ladder').nullable();

export const baseline = z
  .object({ k: z.number(), days: z.number(), from: time, to: time })
  .describe('What the window is compared with: k incidents in so many covered days');

export const feed = z
  .object({
    feed: z.string(),
    state: z.enum(['alive', 'silent', 'ended', 'unseen']),
    coverage: z.enum(['full', 'partial']),
    since: time.optional(),
    itemised: z.object({ count: z.number(), since: time }).optional(),
  })
  .describe('A feed as it stood');

/** A schema as published; output may grow by fields, so unknown ones are allowed. */
export function published(schema: z.ZodType, title: string): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) as Record<
    string,
    unknown
  >;
  return { $schema, title, ...rest };
}
