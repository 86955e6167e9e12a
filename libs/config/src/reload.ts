import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from './compose/compose.js';
import { loadConfig, type Loaded } from './load.js';
import { formatProblem, type Problem } from './problems/problem.js';
import { secretFiles } from './secret-files.js';

/** A config that cannot take effect, with everything wrong with it. */
export class BrokenConfig extends Error {
  override readonly name = 'BrokenConfig';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => formatProblem(problem)).join('\n\n'));
  }
}

/** Told after an edit: `current` is new, or it is the old one and the problems say why. */
export type Listener = (live: LiveConfig) => void;

/** Milliseconds between two looks at the files. */
const EVERY = 1_000;

/** A config file that may change while it is in use: a broken edit changes nothing but `problems`. */
export class LiveConfig {
  private config: Config;
  private found: readonly Problem[];
  /** As they were before the files were read, so that no edit slips through in between. */
  private seen: ReadonlyMap<string, string>;
  private readonly listeners = new Set<Listener>();
  private readonly timer: NodeJS.Timeout;

  /** Reads the file; throws `BrokenConfig` when it cannot take effect. `every` is in milliseconds. */
  constructor(
    readonly file: string,
    every = EVERY,
  ) {
    const before = contentSum(file);
    const { config, problems } = loadConfig(file);
    if (!config) throw new BrokenConfig(problems);
    this.config = config;
    this.found = problems;
    this.seen = new Map([...this.sums(), [file, before]]);
    this.timer = setInterval(() => this.check(), every);
    this.timer.unref();
  }

  /** The config in effect. */
  get current(): Config {
    return this.config;
  }

  /** What is wrong with the file as it stands: errors mean that `current` is the last good one. */
  get problems(): readonly Problem[] {
    return this.found;
  }

  /** False while the file holds an edit that cannot take effect. */
  get sound(): boolean {
    return this.found.every(({ severity }) => severity !== 'error');
  }

  /** Calls back after every edit of the file or of a secret file; answers how to stop it. */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks now; true when something had changed. */
  check(): boolean {
    const now = this.sums();
    if ([...now].every(([file, sum]) => this.seen.get(file) === sum)) return false;
    this.take(loadConfig(this.file));
    this.seen = new Map([...this.sums(), ...now]);
    for (const listener of this.listeners) listener(this);
    return true;
  }

  /** Stops looking. */
  close(): void {
    clearInterval(this.timer);
    this.listeners.clear();
  }

  private take({ config, problems }: Loaded): void {
    if (config) this.config = config;
    this.found = problems;
  }

  private sums(): ReadonlyMap<string, string> {
    const files = [this.file, ...secretFiles(this.config).map(({ file }) => file)];
    return new Map(files.map((file) => [file, contentSum(file)]));
  }
}

/** Content and not dates decides: mounted files are replaced as a whole. */
function contentSum(path: string): string {
  const hash = createHash('sha256');
  try {
    hash.update('1').update(readFileSync(path));
  } catch {
    hash.update('0');
  }
  return hash.digest('hex');
}
