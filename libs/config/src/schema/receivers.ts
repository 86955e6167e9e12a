import { z } from 'zod';
import { secretPath } from './scalars.js';

const ADDRESS = /^[^\s@<>(),;:"\\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/;
const address = z.string().regex(ADDRESS, { error: 'an address is written name@example.org' });

/** Mail to one or more people; each gets a message of their own. */
export const emailSchema = z.strictObject({
  to: z
    .union([address, z.array(address).min(1, { error: 'name at least one address' }).max(200)])
    .meta({ description: 'Addresses', samples: [['desk@example.org']] }),
});

/** A POST of JSON, signed as Standard Webhooks says. */
export const webhookSchema = z.strictObject({
  url: z
    .string()
    .max(2000)
    .meta({ description: 'Where to POST, http or https', samples: ['https://hooks.example.org/duty'] }),
  secretFile: secretPath.meta({
    description: 'File with the signing secret; its content is never shown',
    samples: ['/run/secrets/phone'],
  }),
});

/** One channel with its options. */
export const receiverSchema = z.strictObject({
  email: emailSchema.meta({ description: 'By e-mail', samples: [{ to: ['desk@example.org'] }] }).optional(),
  webhook: webhookSchema
    .meta({
      description: 'By webhook',
      samples: [{ url: 'https://hooks.example.org/duty', secretFile: '/run/secrets/phone' }],
    })
    .optional(),
});

export type RawReceiver = z.infer<typeof receiverSchema>;
