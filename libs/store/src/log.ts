/** What is appended to a log: JSON text, and a key where the topic has one. */
export interface NewRecord {
  readonly key?: string;
  readonly value: string;
}

/** A record at its place; offsets start at 0, grow by one and are never reused. */
export interface LogRecord extends NewRecord {
  readonly offset: number;
}

/** One ordered, append-only log with unlimited retention. */
export interface Log {
  /** Appends all or none, durable when it resolves; answers the offset of the first. */
  append(records: readonly NewRecord[]): Promise<number>;
  /** Up to `max` records from offset `from` on, in order; empty at the end. */
  read(from: number, max: number): Promise<LogRecord[]>;
  /** The offset the next record will get. */
  end(): Promise<number>;
  /** Resolves once `end() > from`, or when the signal aborts. */
  changed(from: number, signal: AbortSignal): Promise<void>;
}
