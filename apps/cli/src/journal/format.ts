import { z } from 'zod';

/** The format that this version writes and reads. */
export const FORMAT = 1;

/** What is moved, in the order of the file; the rest is made anew from it. */
export const PARTS = ['journal', 'alerts', 'rejects', 'feeds', 'deliveries'] as const;
export type Part = (typeof PARTS)[number];

/** How much there is of each part. */
export type Counts = Readonly<Record<Part, number>>;

const count = z.number().int().min(0);

/** The first line: what this is and how much of it. */
export const header = z.object({
  barometer: z.literal('journal'),
  format: z.number(),
  engine: z.string(),
  counts: z.object(Object.fromEntries(PARTS.map((part) => [part, count])) as Record<Part, typeof count>),
});
export type Header = z.infer<typeof header>;

/** Where a watch's chain of transitions ends. */
export interface ChainEnd {
  readonly watchSeq: number;
  readonly hash: string;
}

/** The last line: SHA-256 of every byte before it, and the end of each watch's chain. */
export const trailer = z.object({
  end: z.object({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    alerts: z.record(z.string(), z.object({ watchSeq: count, hash: z.string() })),
  }),
});
export type Trailer = z.infer<typeof trailer>;

/** One record or row of the file; `value` is JSON text as stored. */
export interface Item {
  readonly part: Part;
  readonly key?: string;
  readonly value: string;
}

const JOURNAL = '{"journal":';

/** An item as a line. */
export function lineOf({ part, key, value }: Item): string {
  return `{"${part}":${value}${key === undefined ? '' : `,"key":${JSON.stringify(key)}`}}`;
}

/** The item of a line; a journal entry's text is carried as it stands. Throws where the line is none. */
export function itemOf(line: string): Item {
  if (line.startsWith(JOURNAL)) return { part: 'journal', value: line.slice(JOURNAL.length, -1) };
  const row = JSON.parse(line) as Record<string, unknown>;
  const part = PARTS.find((name) => name in row);
  if (!part) throw new Error('neither an entry nor a row');
  const value = JSON.stringify(row[part]);
  return typeof row['key'] === 'string' ? { part, key: row['key'], value } : { part, value };
}
