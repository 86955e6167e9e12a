/** One input as it came: bytes, headers, and where it came from, for `rejects`. */
export interface InboxRecord {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly place: string;
}

/** Records delivered at least once; what is not acknowledged comes again. */
export interface InboxBatch {
  readonly records: readonly InboxRecord[];
  acknowledge(): Promise<void>;
}

/** Input that comes in batches, at least once. */
export interface Inbox {
  /** Waits for up to `max` records; `undefined` when the signal aborts. */
  take(max: number, signal: AbortSignal): Promise<InboxBatch | undefined>;
}
