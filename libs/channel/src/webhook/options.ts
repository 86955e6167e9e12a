import { z } from 'zod';

/** What an operator sets for a webhook: where to POST, and the file with the signing secrets, one a line. */
export const webhookOptions = z.strictObject({ url: z.string(), secretFile: z.string() });
export type WebhookOptions = z.infer<typeof webhookOptions>;

/** How long the receiver may take, in milliseconds; `total` begins with the look-up of its name. */
export interface WebhookTimeouts {
  readonly connect: number;
  readonly total: number;
}

/** The waits of a running Barometer. */
export const WEBHOOK_TIMEOUTS: WebhookTimeouts = { connect: 5_000, total: 15_000 };
