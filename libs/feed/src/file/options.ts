import { z } from 'zod';

/** What an operator may set for reading files. */
export const fileOptions = z.strictObject({
  maxRecord: z
    .number()
    .int()
    .min(1024)
    .max(16 * 1024 * 1024)
    .default(1024 * 1024)
    .describe('Bytes one record may have; a longer one is rejected and the next is read.'),
});
export type FileOptions = z.infer<typeof fileOptions>;
