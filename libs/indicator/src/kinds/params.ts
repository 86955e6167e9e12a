import { formatDuration, parseDuration, type Duration } from '@barometer/time';
import { z } from 'zod';

const LONGEST = 100 * 366 * 24 * 60 * 60 * 1_000;

/** A length of time as an operator writes it (`7d`) or as it was parsed (milliseconds), from `least` to 100 years. */
export function duration(about: string, least: Duration = 1): z.ZodType<Duration, string | number> {
  return z
    .union([z.string().max(40), z.number()], { error: 'write a whole number and a unit, such as 7d or 36h' })
    .transform((written, context) => {
      const problem = (message: string) => (context.addIssue({ code: 'custom', message, input: written }), z.NEVER);
      try {
        const length = typeof written === 'number' ? written : parseDuration(written);
        if (!Number.isSafeInteger(length)) return problem(`${length} is not a whole number of milliseconds`);
        if (length < least) return problem(`must be at least ${formatDuration(least)}`);
        return length <= LONGEST ? length : problem('must be at most 100 years');
      } catch (error) {
        return problem((error as Error).message);
      }
    })
    .meta({ description: about });
}

/** The name of one of the definition's sets. */
export function setName(about: string): z.ZodString {
  return z.string().min(1).max(100).meta({ description: about });
}

/** How many earlier contributions a series needs before it can be news. */
export function minHistory(about: string): z.ZodDefault<z.ZodNumber> {
  return z.number().int().min(0).max(1_000_000).default(10).meta({ description: about });
}
