/** Which cluster, how to reach it, and what this desk's topics are called. */
export interface KafkaSettings {
  /** `host:port`, one or more of the cluster's. */
  readonly brokers: readonly string[];
  /** What the names of a desk's own topics and groups start with: `barometer` gives `barometer.journal`. */
  readonly prefix: string;
  /** `plaintext` only reaches loopback; `unprotected-plaintext` is for a network that is trusted in so many words. */
  readonly security: 'tls' | 'plaintext' | 'unprotected-plaintext';
  /** PEM files; the system's authorities where `caFile` is absent. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly user: string;
    readonly passwordFile: string;
  };
  /** Copies of each topic that Barometer creates. */
  readonly replication: number;
  /** Topics that incident reports are read from. */
  readonly incidents: readonly string[];
}

/** Where the adapter's lines go: facts first, words second. */
export interface KafkaLog {
  debug(facts: object, words: string): void;
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** Who opens the store. */
export interface KafkaOpening {
  /** Names the process's kind: members of one role share names among them. */
  readonly role: string;
  readonly log: KafkaLog;
  /** Called once when the store cannot go on and the process must end. */
  readonly onFatal: (error: Error) => void;
}
