import { z } from 'zod';

/** What an operator may set for incidents sent over HTTP. */
export const httpOptions = z.strictObject({
  maxBody: z
    .number()
    .int()
    .min(1024)
    .max(1024 * 1024)
    .default(1024 * 1024)
    .describe('Bytes one request may have; a longer one is answered 413 and kept in part in rejects.'),
});
export type HttpOptions = z.infer<typeof httpOptions>;
