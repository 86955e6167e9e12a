import type { Transition } from '@barometer/alert';
import type { Revision } from '@barometer/incident';
import { aRevision } from '@barometer/incident/testing';
import { canonicalJson, sha256Hex, type Entry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import { Desk } from '../desk.js';
import { ENGINE } from '../engine.js';

export interface StoryOptions {
  /** True: reports are lines of an import, history by their place. */
  readonly imported?: boolean;
}

/** Tells a desk what happened, step by step, and keeps the entries and what came out. */
export class Story {
  readonly desk = new Desk();
  readonly entries: Entry[] = [];
  readonly transitions: Transition[] = [];
  private hash: string | null = null;

  constructor(
    definition: Definition,
    private readonly options: StoryOptions = {},
  ) {
    this.configure(definition);
  }

  configure(definition: Definition): Transition[] {
    const hash = sha256Hex(canonicalJson(definition));
    const out = this.tell({ type: 'config', engine: ENGINE, hash, replaces: this.hash, definition });
    this.hash = hash;
    return out;
  }

  /** A report recorded at the instant (default: when it occurred). */
  report(given: Partial<Revision> & { readonly occurredFrom: Instant }, recorded = given.occurredFrom): Transition[] {
    const entry = { type: 'revision', recorded, revision: aRevision(given) } as const;
    return this.tell(this.options.imported ? { ...entry, imported: true } : entry);
  }

  tick(recorded: Instant): Transition[] {
    return this.tell({ type: 'tick', recorded });
  }

  heartbeat(feed: string, at: Instant): Transition[] {
    return this.tell({ type: 'heartbeat', recorded: at, feed, at });
  }

  tell(entry: Entry): Transition[] {
    this.desk.step(entry, this.entries.length);
    this.entries.push(entry);
    const out = this.desk.takePending().map(({ transition }) => transition);
    this.transitions.push(...out);
    return out;
  }

  /** `raised high, resolved -`: what came out so far, in short. */
  get short(): string[] {
    return this.transitions.map(shorten);
  }
}

/** A transition in three words: when, what, to which level. */
function shorten({ at, transition, level }: Transition): string {
  return `${at.slice(0, 16)} ${transition} ${level ?? '-'}`;
}
