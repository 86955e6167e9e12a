import type { Message, Notice, Thread } from './message/message.js';

/**
 * Stages of a delivery; the furthest counts. `withheld`: never to be sent, as history, a silence or a receiver taken out of the config asks
 * for; `expired`: not accepted in time.
 */
export const STAGES = [
  'planned',
  'attempted',
  'withheld',
  'expired',
  'superseded',
  'refused',
  'gone',
  'accepted',
] as const;
export type Stage = (typeof STAGES)[number];

/** The stages after which nothing more is tried. */
export const FINAL: ReadonlySet<Stage> = new Set(['withheld', 'expired', 'superseded', 'refused', 'gone', 'accepted']);

/** When a delivery came through each step, ISO 8601; the first four belong to its first transition. */
export interface DeliveryTimes {
  readonly happened?: string;
  readonly reported?: string;
  readonly recorded?: string;
  readonly assessed?: string;
  readonly planned: string;
  readonly attempted?: string;
  readonly accepted?: string;
}

/** A row of the ledger: one delivery at one stage, JSON under `notice/recipient/stage`. */
export interface DeliveryRow {
  readonly notice: string;
  readonly receiver: string;
  readonly recipient: string;
  /** The channel's name: a closed set. */
  readonly channel: string;
  readonly stage: Stage;
  readonly kind: Notice['kind'];
  readonly watch: string;
  readonly alerts: readonly string[];
  readonly history: boolean;
  readonly subject: string;
  readonly first: string;
  readonly level: string | null;
  readonly messageId: string;
  readonly times: DeliveryTimes;
  readonly attempts: number;
  /** Why it was put off, refused, withheld …; holds no secret. */
  readonly why?: string;
  /** What the receiver answered when it accepted. */
  readonly reply?: string;
  /** Who had it sent again after it was given up. */
  readonly by?: string;
  /** When it is tried next, ISO 8601, while put off. */
  readonly next?: string;
}

/** The row of the stage `planned`: all that any later attempt needs, whatever the config then says. */
export interface PlannedRow extends DeliveryRow {
  /** Order of planning, over all notices. */
  readonly order: number;
  readonly key: string;
  readonly thread: Thread;
  readonly message: Omit<Message, 'chartOf'>;
  /** Place in `offsets` of the transition whose reading the chart shows. */
  readonly chartOf?: number;
  readonly notedAt: number;
  /** Offsets of the notice's transitions in the log `alerts`. */
  readonly offsets: readonly number[];
}

/** The ledger key of a stage; a recipient's own slashes are escaped. */
export function stageKey(notice: string, recipient: string, stage: Stage): string {
  return `${notice}/${encodeURIComponent(recipient)}/${stage}`;
}

/** The notice, recipient and stage of a ledger key; `undefined` for the notifier's own rows, which start with `~`. */
export function readStageKey(key: string): { notice: string; recipient: string; stage: Stage } | undefined {
  const [notice, recipient, stage, ...rest] = key.split('/');
  if (rest.length > 0 || !notice || notice.startsWith('~') || recipient === undefined) return undefined;
  const found = STAGES.find((one) => one === stage);
  return found && { notice, recipient: decodeURIComponent(recipient), stage: found };
}

/** Of two rows of one delivery, the one whose stage is further. */
export function further<T extends Pick<DeliveryRow, 'stage'>>(a: T, b: T): T {
  return STAGES.indexOf(b.stage) >= STAGES.indexOf(a.stage) ? b : a;
}

/** A row without what only the plan needs to keep. */
export function outcomeOf(row: PlannedRow): DeliveryRow {
  const {
    order: _order,
    key: _key,
    thread: _thread,
    message: _message,
    chartOf: _chartOf,
    notedAt: _at,
    offsets: _offsets,
    ...rest
  } = row;
  return rest;
}
