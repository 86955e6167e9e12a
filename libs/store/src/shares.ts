/** Which names this process owns for now: a consumer group's assignment, or everything when alone. */
export interface Shares {
  owns(name: string): boolean;
  /** Whether this process is one of those that share the names now, though what it owns may be nothing. */
  takesPart(): boolean;
  /** Resolves at the next change of ownership, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void>;
}
