import { sayTransition, type Transition } from '@barometer/alert';
import { kindOf } from '@barometer/indicator';
import { aboutOf, compose, type Message } from '@barometer/notice';
import type { AsKnown } from './as-known.js';
import type { Room } from './room.js';

/** The message of a transition as a mail says it; `undefined` where it cannot be composed. */
export function composed(room: Room, known: AsKnown, transition: Transition): Message | undefined {
  const { publicUrl, timezone } = room.ports.config.current;
  try {
    return compose(
      {
        id: transition.hash,
        receiver: '',
        watch: transition.watch,
        transitions: [transition],
        kind: 'alert',
        history: transition.history,
        at: Date.parse(transition.at),
      },
      {
        timezone: known.desk.definition?.timezone ?? timezone,
        names: room.names(known.desk.definition),
        kindOf,
        routing: { now: [], daily: [], not: [] },
        known: new Map(),
        before: new Map(),
        ...(publicUrl === undefined ? {} : { publicUrl }),
      },
    );
  } catch (err) {
    // A page with one line missing is worth more than no page.
    room.ports.logger.error({ err, alert: transition.alertId, seq: transition.seq }, 'a message could not be composed');
    return undefined;
  }
}

/** The first line of a transition's mail. */
export function firstLine(room: Room, known: AsKnown, transition: Transition): string {
  return composed(room, known, transition)?.first ?? sayTransition(transition.transition);
}

/** Place, what and where of an alert: `Jordan: drone attack on US forces, Tower 22`. */
export function about(room: Room, known: AsKnown, transition: Transition): string {
  return aboutOf(transition, room.names(known.desk.definition));
}
