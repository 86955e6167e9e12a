import type { Log } from '@barometer/store';

/** Something that could not be taken in, as it may be shown. */
export interface Reject {
  readonly offset: number;
  readonly reason: string;
  readonly at?: string;
  readonly place?: string;
  readonly path?: string;
  readonly message?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  /** The first characters of what came; untrusted. */
  readonly excerpt: string;
}

const EXCERPT = 400;

/** The last `max` rejects, the latest first, and how many there are. */
export async function readRejects(
  log: Log,
  max: number,
): Promise<{ readonly rejects: readonly Reject[]; readonly total: number }> {
  const [total, end] = [await log.behind(await log.begin()), await log.end()];
  const records = await log.readBack(end, max);
  return { rejects: records.map(({ offset, value }) => rejectOf(offset, value)).reverse(), total };
}

function rejectOf(offset: number, value: string): Reject {
  const found = JSON.parse(value) as Record<string, unknown>;
  const body = typeof found['body'] === 'string' ? found['body'] : '';
  const bytes = Buffer.from(body.slice(0, 4 * EXCERPT), 'base64');
  const optional = {
    at: found['recorded'] ?? found['at'],
    place: found['place'],
    path: found['path'] === '' ? undefined : found['path'],
    message: found['message'],
    sha256: found['sha256'],
  };
  const texts = Object.fromEntries(Object.entries(optional).filter(([, item]) => typeof item === 'string'));
  const length = typeof found['length'] === 'number' ? { bytes: found['length'] } : {};
  return {
    offset,
    reason: String(found['reason'] ?? 'unknown'),
    excerpt: bytes.toString('utf8').slice(0, EXCERPT),
    ...texts,
    ...length,
  };
}
