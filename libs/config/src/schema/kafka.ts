import { z } from 'zod';
import { line, secretPath } from './scalars.js';

/** What a topic's name is made of; a prefix leaves room for the longest name behind it. */
const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const BROKER = /^(?:\[[0-9A-Fa-f:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})):(?:[1-9]\d{0,4})$/;

const broker = z.string().regex(BROKER, { error: 'a broker is written host:port, as in kafka.example.org:9092' });
const topic = z.string().regex(TOPIC, {
  error: 'a topic is named with letters, digits, ".", "_" and "-", at most 249',
});
const file = z.string().min(1, { error: 'must not be empty' }).max(1000);

const sasl = z.strictObject({
  mechanism: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .meta({ description: 'How the password is proved', samples: ['scram-sha-512'] }),
  user: line.meta({ description: 'User to log in as', samples: ['barometer'] }),
  passwordFile: secretPath.meta({
    description: 'File with the password; its content is never shown',
    samples: ['/run/secrets/kafka'],
  }),
});

/** An Apache Kafka cluster. */
export const kafkaSchema = z.strictObject({
  brokers: z
    .union([broker, z.array(broker).min(1, { error: 'name at least one broker' }).max(50)])
    .meta({ description: 'Brokers to begin with, as host:port', samples: [['kafka.example.org:9093']] }),
  prefix: z
    .string()
    .regex(PREFIX, {
      error: 'a prefix is made of letters, digits, ".", "_" and "-", at most 100, and starts with a letter or digit',
    })
    .meta({
      description: 'Begins the name of every topic and group of this desk; several desks of one cluster need one each',
      samples: ['barometer'],
      fallback: 'barometer',
    })
    .optional(),
  security: z
    .enum(['tls', 'plaintext', 'unprotected-plaintext'])
    .meta({
      description:
        'How connections are protected: `plaintext` only to this machine, `unprotected-plaintext` to any, where everyone on the way may read and change what is sent',
      samples: ['tls'],
      fallback: '`plaintext` where every broker is on this machine, else `tls`',
    })
    .optional(),
  caFile: file
    .meta({
      description: 'File with the certificates that brokers are checked by',
      samples: ['/etc/kafka/ca.pem'],
      fallback: 'those that Node knows',
    })
    .optional(),
  certFile: file
    .meta({
      description: 'File with our certificate, where brokers ask for one',
      samples: ['/etc/kafka/tls.crt'],
      fallback: 'none',
    })
    .optional(),
  keyFile: secretPath
    .meta({
      description: "File with our certificate's key; its content is never shown",
      samples: ['/run/secrets/tls.key'],
      fallback: 'none',
    })
    .optional(),
  sasl: sasl.meta({ description: 'How to log in', fallback: 'no login' }).optional(),
  replication: z
    .int()
    .min(1, { error: 'at least 1' })
    .max(10, { error: 'at most 10' })
    .meta({
      description: 'Copies of each topic, where Barometer makes it',
      samples: [3],
      fallback: '3; 1 where every broker is on this machine',
    })
    .optional(),
  incidents: z
    .union([topic, z.array(topic).max(50)])
    .meta({
      description: 'Topics that incidents are taken from; an empty list for none',
      samples: [['incidents']],
      fallback: '`[incidents]` with `store: kafka`, else none',
    })
    .optional(),
});

export type RawKafka = z.infer<typeof kafkaSchema>;
