/** What is appended to a log: JSON text, and a key where the topic has one. */
export interface NewRecord {
  readonly key?: string;
  readonly value: string;
}

/** A record at its place; offsets start at 0, grow, and are never reused; a log may leave gaps between them. */
export interface LogRecord extends NewRecord {
  readonly offset: number;
}

/** One ordered, append-only log with unlimited retention. */
export interface Log {
  /**
   * Appends in one piece, durable when it resolves; answers the offset of the first, of none the end. A `StoreFailure`
   * `unsure` may have been kept all the same; after any other failure nothing was.
   */
  append(records: readonly NewRecord[]): Promise<number>;
  /** Up to `max` records from offset `from` on, in order; empty at the end. Throws `StoreFailure` `lost` before `begin()`. */
  read(from: number, max: number): Promise<LogRecord[]>;
  /** Up to `max` of the last records before offset `to`, in order; empty at the begin. */
  readBack(to: number, max: number): Promise<LogRecord[]>;
  /** The first offset still there: 0, unless history was lost. */
  begin(): Promise<number>;
  /** An offset after every record and before every later one; 0 while the log is empty. */
  end(): Promise<number>;
  /** How many records lie from `from` on; where an adapter packs records, how many packs. 0 means none. */
  behind(from: number): Promise<number>;
  /** Resolves once there is a record at `from` or after it, or when the signal aborts. */
  changed(from: number, signal: AbortSignal): Promise<void>;
}
