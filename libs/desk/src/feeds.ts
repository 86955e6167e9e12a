import type { FeedState } from '@barometer/alert';
import { coverageOf, type Coverage } from '@barometer/indicator';
import { iso, Spans, type Instant, type Span } from '@barometer/time';
import { OTHER_FEED, type FeedDefinition, type WatchDefinition } from '@barometer/watch';
import type { FeedSign } from './view.js';

/** One feed's life as far as it is known. */
export interface FeedLife {
  definition: FeedDefinition;
  state: FeedState['state'];
  /** Its last sign of life. */
  last: Instant;
  /** Since when it is waited for while it was never heard; `-Infinity` where it is not. */
  awaited: Instant;
  /** Since when it has been alive, while it is. */
  since: Instant;
  /** Closed spans of being alive. */
  alive: Span[];
  /** Spans from the last sign before a silence to the first sign after it. */
  silent: Span[];
  /** It sends heartbeats: then their absence is silence even in imported history. */
  beats: boolean;
  /** The earliest instant its silence waits for in the queue of due times; `Infinity` for none. */
  queued: Instant;
}

/** A sign of life: the time it speaks of, when it came, and whether it was a heartbeat. */
export interface Sign {
  readonly at: Instant;
  readonly now: Instant;
  readonly beat: boolean;
}

const OTHER: FeedDefinition = { name: OTHER_FEED, datasets: [], coverage: 'partial' };

/** The life of every feed: signs, silences, and the time each speaks for. */
export class Feeds {
  private lives = new Map<string, FeedLife>();
  /** Nobody speaks for the time before it: what was reported then is lost. */
  knownFrom: Instant = -Infinity;
  /** Feeds that the last definition no longer names. */
  gone: readonly FeedLife[] = [];

  /** Takes over a definition, keeping what is known of feeds of the same name. */
  define(definitions: readonly FeedDefinition[]): void {
    const lives = new Map<string, FeedLife>();
    for (const definition of [...definitions.filter(({ name }) => name !== OTHER_FEED), otherOf(definitions)]) {
      const known = this.lives.get(definition.name);
      lives.set(definition.name, known ? redefined(known, definition) : unseen(definition));
    }
    this.gone = [...this.lives.values()].filter(({ definition }) => !lives.has(definition.name));
    this.lives = new Map([...lives].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  get(name: string): FeedLife | undefined {
    return this.lives.get(name);
  }

  all(): Iterable<FeedLife> {
    return this.lives.values();
  }

  /** Puts a saved life back. */
  restore(life: FeedLife): void {
    this.lives.set(life.definition.name, life);
  }

  /**
   * A sign of life that came `now`; answers the silence it ends, `'began'` when the feed was not alive before, else nothing. `'late'` is one
   * that speaks of so long ago that the feed is silent all the same: it moves the beginning of the silence.
   */
  sign(name: string, { at, now, beat }: Sign): { ended: Span } | 'began' | 'late' | undefined {
    const life = this.lives.get(name);
    if (!life) return undefined;
    const before = life.state;
    const quiet = quietSince(life);
    life.beats ||= beat;
    life.last = Math.max(life.last, at);
    if (before === 'alive') return undefined;
    if (before === 'silent' && isStale(life, now)) return livedOn(life, quiet) ? 'late' : undefined;
    life.awaited = -Infinity;
    life.state = 'alive';
    life.since = at;
    if (before !== 'silent') return 'began';
    const ended = { from: quiet, to: Math.max(at, quiet) };
    life.silent.push(ended);
    return { ended };
  }

  /** When a feed falls silent unless a sign comes; history without heartbeats never does. */
  silentAt(life: FeedLife, history: boolean): Instant {
    const { silentAfter } = life.definition;
    if (silentAfter === undefined || !isListenedTo(life) || (history && !life.beats)) return Infinity;
    return quietSince(life) + silentAfter;
  }

  /** A feed never heard whose silence would alarm is waited for from the instant on, unless it already is. It speaks for no time by that. */
  await(life: FeedLife, at: Instant): void {
    if (life.state !== 'unseen' || life.definition.silentAfter === undefined) return;
    if (life.awaited === -Infinity) life.awaited = at;
  }

  /** The feed has fallen silent: what it spoke for ends at its last sign. */
  fallSilent(life: FeedLife): void {
    if (life.state === 'alive') life.alive.push({ from: life.since, to: life.last });
    life.state = 'silent';
    life.since = quietSince(life);
  }

  /** The import is over: feeds without heartbeats have ended, which is not silence. */
  endImport(): void {
    for (const life of this.lives.values()) {
      if (life.state !== 'alive' || life.beats) continue;
      life.alive.push({ from: life.since, to: life.last });
      life.state = 'ended';
      life.since = life.last;
    }
  }

  /** The lives of a watch's feeds. */
  of(watch: Pick<WatchDefinition, 'feeds'>): FeedLife[] {
    const lives = [...this.lives.values()];
    return watch.feeds.length === 0 ? lives : lives.filter(({ definition }) => watch.feeds.includes(definition.name));
  }

  /** The time a watch's feeds speak for. */
  coverage(watch: Pick<WatchDefinition, 'feeds'>): Coverage {
    return coverageOf(
      this.of(watch).map((life) => ({ coverage: life.definition.coverage, spans: spokenFor(life, this.knownFrom) })),
    );
  }
}

function otherOf(definitions: readonly FeedDefinition[]): FeedDefinition {
  return definitions.find(({ name }) => name === OTHER_FEED) ?? OTHER;
}

function redefined(known: FeedLife, definition: FeedDefinition): FeedLife {
  const forgets = known.state === 'unseen' && definition.silentAfter === undefined;
  return { ...known, definition, awaited: forgets ? -Infinity : known.awaited };
}

function unseen(definition: FeedDefinition): FeedLife {
  return {
    definition,
    state: 'unseen',
    last: -Infinity,
    awaited: -Infinity,
    since: -Infinity,
    alive: [],
    silent: [],
    beats: false,
    queued: Infinity,
  };
}

/** Its last sign of life, or since when it is waited for in vain. */
export function quietSince({ last, awaited }: FeedLife): Instant {
  return Math.max(last, awaited);
}

/** Whether its last sign alone would leave it silent. */
function isStale({ definition, last }: FeedLife, now: Instant): boolean {
  return last + (definition.silentAfter ?? Infinity) <= now;
}

/** A silent feed is silent only from its last sign on; answers whether that is later than was known. */
function livedOn(life: FeedLife, quiet: Instant): boolean {
  const { last, alive, silent, definition } = life;
  if (last <= quiet) return false;
  const before = alive.at(-1);
  if (before?.to === quiet && last - quiet < definition.silentAfter!) alive[alive.length - 1] = { ...before, to: last };
  else {
    silent.push({ from: quiet, to: last });
    alive.push({ from: last, to: last });
  }
  life.since = last;
  return true;
}

function isListenedTo({ state, awaited }: FeedLife): boolean {
  return state === 'alive' || (state === 'unseen' && awaited !== -Infinity);
}

/** Declared spans, else the time alive, less the silences and what is lost. */
function spokenFor(life: FeedLife, knownFrom: Instant): Spans {
  const declared = life.definition.covers;
  const open = life.state === 'alive' ? [{ from: life.since, to: Infinity }] : [];
  const spans = declared ?? [...life.alive, ...open];
  const silences = life.state === 'silent' ? [...life.silent, { from: quietSince(life), to: Infinity }] : life.silent;
  const lost = knownFrom === -Infinity ? [] : [{ from: -Infinity, to: knownFrom }];
  return Spans.of([...silences, ...lost].reduce<readonly Span[]>(without, spans));
}

function without(spans: readonly Span[], gap: Span): readonly Span[] {
  return spans.flatMap((span) => {
    const parts = [
      { from: span.from, to: Math.min(span.to, gap.from) },
      { from: Math.max(span.from, gap.to), to: span.to },
    ];
    return parts.filter(({ from, to }) => to > from);
  });
}

/** Since when nothing is heard of a feed, for metrics. */
export function feedSign(life: FeedLife): FeedSign {
  const { name: feed, silentAfter } = life.definition;
  const last = quietSince(life);
  const counts = silentAfter !== undefined && (isListenedTo(life) || life.state === 'silent');
  return { feed, ...(Number.isFinite(last) ? { last } : {}), ...(counts ? { silentAfter } : {}) };
}

/** A feed as transitions and pages show it. */
export function feedState(life: FeedLife): FeedState {
  const { definition, state } = life;
  const since = Number.isFinite(life.since) ? iso(life.since) : undefined;
  return { feed: definition.name, state, coverage: definition.coverage, since };
}
