import { folderOptions, httpOptions } from '@barometer/feed';
import { DAY } from '@barometer/time';
import { z } from 'zod';
import { kafkaSchema } from './kafka.js';
import { duration, line, secretPath } from './scalars.js';

const LEAST_KEPT = 7 * DAY;

const port = z
  .int()
  .min(0, { error: 'a port is between 0 and 65535' })
  .max(65535, { error: 'a port is between 0 and 65535' });
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[^\s/]+$/, { error: 'a host name or address, without scheme or path' });

const RANGE = 'a range is written 10.1.0.0/16, or fd00:1::/32';
const addresses = z.union([z.cidrv4(), z.cidrv6()]);
const range = z
  .string()
  .regex(/^[0-9A-Fa-f.:]+\/\d{1,3}$/, { error: RANGE, abort: true })
  .refine((text) => addresses.safeParse(text).success, { error: RANGE });

/** The mail server. */
export const smtpSchema = z.strictObject({
  host: host.meta({ description: 'The mail server', samples: ['smtp.example.org'] }),
  port: port
    .meta({ description: 'Its port', samples: [587], fallback: '465 with `tls`, else 587 (25 with `none`)' })
    .optional(),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .meta({ description: 'How the connection is protected', samples: ['starttls'], fallback: 'starttls' })
    .optional(),
  user: line.meta({ description: 'User to log in as', samples: ['barometer'], fallback: 'no login' }).optional(),
  passwordFile: secretPath
    .meta({
      description: 'File with the password; its content is never shown',
      samples: ['/run/secrets/smtp'],
      fallback: 'none',
    })
    .optional(),
  from: line.meta({ description: 'Sender of every mail', samples: ['Barometer <barometer@example.org>'] }),
});

/** The process's own settings: they never enter the journal. */
export const settingsSchema = z.strictObject({
  store: z
    .enum(['embedded', 'kafka'])
    .meta({
      description: 'Where logs and tables are kept: `embedded` is SQLite in `dataDir`, `kafka` the cluster of `kafka`',
      samples: ['embedded'],
      fallback: 'embedded',
    })
    .optional(),
  kafka: kafkaSchema
    .meta({
      description: 'An Apache Kafka cluster: the store with `store: kafka`, and where incidents are taken from',
      fallback: 'none',
    })
    .optional(),
  dataDir: z
    .string()
    .min(1)
    .max(1000)
    .meta({
      description: 'Directory of the embedded store and the outbox, from the config file on',
      samples: ['./data'],
      fallback: './data',
    })
    .optional(),
  listen: z
    .strictObject({
      host: host
        .meta({
          description: 'Address to listen on; another than loopback needs `tokenFile`',
          samples: ['127.0.0.1'],
          fallback: '127.0.0.1',
        })
        .optional(),
      port: port.meta({ description: 'Port of the API and the pages', samples: [8080], fallback: '8080' }).optional(),
    })
    .meta({ description: 'Where the API and the pages are served', samples: [{ port: 8080 }] })
    .optional(),
  folder: folderOptions
    .meta({
      description: 'A folder watched for incident files',
      samples: [{ directory: './incoming' }],
      fallback: 'none',
    })
    .optional(),
  http: httpOptions.meta({ description: 'Incidents sent over HTTP', samples: [{ maxBody: 1048576 }] }).optional(),
  tokenFile: secretPath
    .meta({
      description: 'File with the tokens of the roles read, report and act',
      samples: ['/run/secrets/tokens'],
      fallback: 'none',
    })
    .optional(),
  smtp: smtpSchema
    .meta({ description: 'The mail server; without it mails are written to the outbox', fallback: 'the outbox' })
    .optional(),
  webhooks: z
    .strictObject({
      allowPrivate: z
        .array(range)
        .max(50)
        .meta({
          description: 'Private address ranges that webhooks may be sent to',
          samples: [['10.1.0.0/16']],
          fallback: 'none',
        }),
    })
    .meta({
      description: 'Where webhooks may go; public addresses and loopback always',
      samples: [{ allowPrivate: ['10.1.0.0/16'] }],
      fallback: 'public addresses and loopback',
    })
    .optional(),
  deliveries: z
    .strictObject({
      keep: duration
        .refine((keep) => keep >= LEAST_KEPT, {
          error: 'at least 7d, so that whoever looks into an alert finds what was sent',
        })
        .meta({
          description: 'How long a delivery that has ended is kept; while an alert it told is open, longer',
          samples: ['90d'],
          fallback: '90d',
        })
        .optional(),
    })
    .meta({ description: 'The ledger of deliveries', samples: [{ keep: '90d' }] })
    .optional(),
  logs: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error'])
        .meta({ description: 'The least important line that is written', samples: ['info'], fallback: 'info' })
        .optional(),
    })
    .meta({ description: 'What the process logs', samples: [{ level: 'info' }] })
    .optional(),
});

export type RawSettings = z.infer<typeof settingsSchema>;
