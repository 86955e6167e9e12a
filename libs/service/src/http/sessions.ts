import { randomBytes } from 'node:crypto';
import { HOUR, type Clock, type Instant } from '@barometer/time';

const LASTS = 12 * HOUR;
const MOST = 1_000;

/** Browsers signed in, each by the digest of its token; kept in memory, so a restart signs everybody out. */
export interface Sessions {
  start(digest: Buffer): string;
  digest(id: string): Buffer | undefined;
  end(id: string): void;
}

/** An empty set of sessions of 12 hours each; beyond 1,000 the oldest ends. */
export function createSessions(clock: Clock): Sessions {
  const sessions = new Map<string, { digest: Buffer; until: Instant }>();
  return {
    start(digest) {
      const oldest = sessions.keys().next();
      if (sessions.size >= MOST && !oldest.done) sessions.delete(oldest.value);
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, { digest, until: clock.monotonic() + LASTS });
      return id;
    },
    digest(id) {
      const session = sessions.get(id);
      return session && session.until > clock.monotonic() ? session.digest : undefined;
    },
    end: (id) => void sessions.delete(id),
  };
}
