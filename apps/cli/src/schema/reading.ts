import { z } from 'zod';
import { baseline, feed, fields, published, time } from './parts.js';

const contributor = z.object({
  ref: z.string().describe('Record id and revision known then: fr-057.4'),
  at: time,
  weight: z.number().describe('Its part of the value; 0 where it only sets the scene'),
  as: z.string().optional().describe('Its part in words'),
});

const reading = z
  .object({
    v: z.literal(1),
    at: time.describe('The instant read'),
    knownAt: time.describe('What was recorded up to then went into it'),
    watch: z.string(),
    rule: z.string(),
    series: z.string().describe('country=IQ; several keys in name order; all when ungrouped'),
    known: z.boolean().describe('False where no reading can be given'),
    why: z.string().optional().describe('Why none can be given, or what holds it'),
    value: z.number().describe('0 where the reading is not known'),
    fields,
    baseline: baseline.nullable(),
    coverage: z.array(feed).describe("The watch's feeds"),
    provisional: z.boolean().describe('It touches time that nobody covers, or rests on a short baseline'),
    contributors: z.array(contributor).describe('Most important first'),
    words: z.string(),
  })
  .describe('A line of `barometer readings --format ndjson`');

/** JSON Schema of a line of `readings`. */
export function readingJsonSchema(): Record<string, unknown> {
  return published(reading, 'reading/1');
}
