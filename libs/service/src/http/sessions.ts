import { randomBytes } from 'node:crypto';
import { HOUR, type Clock, type Instant } from '@barometer/time';
import type { Operator } from './tokens.js';

const LASTS = 12 * HOUR;
const MOST = 1_000;

/** Browsers signed in by token; kept in memory, so a restart signs everybody out. */
export interface Sessions {
  start(operator: Operator): string;
  holder(id: string): Operator | undefined;
  end(id: string): void;
}

/** An empty set of sessions of 12 hours each; beyond 1,000 the oldest ends. */
export function createSessions(clock: Clock): Sessions {
  const sessions = new Map<string, { operator: Operator; until: Instant }>();
  return {
    start(operator) {
      const oldest = sessions.keys().next();
      if (sessions.size >= MOST && !oldest.done) sessions.delete(oldest.value);
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, { operator, until: clock.monotonic() + LASTS });
      return id;
    },
    holder(id) {
      const session = sessions.get(id);
      return session && session.until > clock.monotonic() ? session.operator : undefined;
    },
    end: (id) => void sessions.delete(id),
  };
}
