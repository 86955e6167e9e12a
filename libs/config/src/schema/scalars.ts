import { parseDuration } from '@barometer/time';
import { z } from 'zod';

/** A name an operator gives: letters, digits, `-`, `_` and `.`, no longer than 64 characters. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const name = z.string().regex(NAME, {
  error: 'a name is made of letters, digits, "-", "_" and ".", at most 64, and starts with a letter or digit',
});

/** A line of text for people. */
export const line = z
  .string()
  .min(1, { error: 'must not be empty' })
  .max(200, { error: 'at most 200 characters' })
  .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), { error: 'one line, without control characters' });

const words = z.string().min(1, { error: 'must not be empty' }).max(200, { error: 'at most 200 characters' });

/** One word, or a list of them. */
export const oneOrMore = z.union([
  words,
  z.array(words).min(1, { error: 'the list is empty' }).max(500, { error: 'at most 500' }),
]);

/** `7d`, `36h`, `1h30m` or 0; milliseconds once read. */
export const duration = z.union([z.string(), z.literal(0)]).transform((text, context) => {
  try {
    return parseDuration(String(text));
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** A share: `10%` or `0.1`. */
export const share = z.union([z.string(), z.number()]).transform((given, context) => {
  const text = String(given);
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text);
  const value = match ? Number(match[1]) / (match[2] ? 100 : 1) : NaN;
  if (value > 0 && value <= 10) return value;
  context.addIssue({ code: 'custom', message: `"${text}" is not a share: write 10% or 0.1` });
  return z.NEVER;
});

/** A path of a file whose content is never written anywhere. */
export const secretPath = z.string().min(1, { error: 'must not be empty' }).max(1000);
