import { z } from 'zod';

/** What an operator may set for a watched folder. */
export const folderOptions = z.strictObject({
  directory: z.string().min(1).describe('The folder that is watched; `done` and `rejected` are made in it.'),
});
export type FolderOptions = z.infer<typeof folderOptions>;
