import type { Transition } from '@barometer/alert';
import type { ConfigEntry } from '@barometer/journal';
import { readRecords, Register, writeRecords, type RegisterMemory } from '@barometer/register';
import type { Definition } from '@barometer/watch';
import { configure } from './configure.js';
import type { FeedLife } from './feeds.js';
import { Fold, type Phase } from './fold.js';
import type { Loss } from './loss.js';
import { parse, stringify } from './numbers.js';
import { restorePiece, seriesPieces } from './saved-series.js';
import type { ChainEnd } from './seal.js';
import type { SilenceAlert } from './silence.js';
import type { Told } from './told.js';

const FORMAT = 7;

/** Which state of which journal it is: the place to go on from, and what stands at the last place folded. */
export interface Mark {
  readonly next: number;
  readonly last: number;
  /** Checksum of the entry there. */
  readonly entry: string;
}

/** What of a snapshot can be told without restoring it. */
export interface SnapshotHead extends Mark {
  readonly format: number;
  readonly engine: string;
}

interface Head extends SnapshotHead {
  readonly engineInForce: string;
  readonly now: number;
  readonly phase: Phase;
  readonly definition: Definition;
  readonly hash: string;
  readonly ignoredConfigs: number;
  readonly register: Omit<RegisterMemory, 'records'>;
  readonly feeds: readonly FeedLife[];
  readonly silence: { readonly watchSeq: number; readonly alerts: readonly SilenceAlert[] };
  readonly chains: readonly (readonly [string, ChainEnd])[];
  readonly watches: readonly (readonly [name: string, watchSeq: number, frozenSince: number | null])[];
  readonly loss?: SavedLoss;
}

interface SavedLoss {
  readonly before?: number;
  readonly told?: Pick<Told, 'place' | 'at'> & {
    readonly ends: readonly (readonly [string, ChainEnd])[];
    readonly open: readonly (readonly [string, Transition])[];
  };
}

/** Parts of a snapshot, in the order in which they are restored. */
export const KINDS = ['head', 'register', 'series'] as const;
export type PartKind = (typeof KINDS)[number];

/** A part as JSON text; one with the same stamp has the same text. */
export interface SnapshotPart {
  readonly kind: PartKind;
  readonly stamp?: object;
  /** Takes what the text is made of, as it is now; making the text may wait while the fold goes on. */
  take(): () => string;
}

/** The fold's state in parts; none before a definition is in force. Timelines are made anew from the revisions, never saved. */
export function* save(fold: Fold, mark: Mark): Iterable<SnapshotPart> {
  if (!fold.definition || fold.definitionHash === undefined) return;
  const head = headOf(fold, mark, fold.definition);
  yield { kind: 'head', take: () => ready(stringify(head)) };
  for (const { stamp, records } of fold.register.remembered()) {
    const take = () => {
      const taken = records();
      return () => writeRecords(taken);
    };
    yield { kind: 'register', stamp, take };
  }
  for (const text of seriesPieces(fold)) yield { kind: 'series', take: () => ready(text()) };
}

const ready = (text: string) => (): string => text;

function headOf(fold: Fold, mark: Mark, definition: Definition): Head {
  const { counts } = fold.register;
  return {
    ...{ format: FORMAT, engine: fold.engine, ...mark },
    engineInForce: fold.engineInForce,
    now: fold.now,
    phase: fold.phase,
    definition,
    hash: fold.definitionHash!,
    ignoredConfigs: fold.ignoredConfigs,
    register: { counts, conflicts: fold.register.conflicts() },
    feeds: [...fold.feeds.all()],
    silence: { watchSeq: fold.silence.watchSeq, alerts: [...fold.silence.alerts.values()] },
    chains: [...fold.seal.chains],
    watches: [...fold.watches].map(([name, watch]) => [name, watch.watchSeq, watch.frozenSince ?? null] as const),
    ...(fold.loss ? { loss: savedLoss(fold.loss) } : {}),
  };
}

function savedLoss({ before, told }: Loss): SavedLoss {
  return { before, told: told && { ...told, ends: [...told.ends], open: [...told.open] } };
}

/** Whose snapshot it is. */
export function readHead(text: string): SnapshotHead {
  return parse(text) as Head;
}

/** Why a snapshot is not for this engine; `undefined` where it is. */
export function foreign({ format, engine }: SnapshotHead, own: string): string | undefined {
  if (format !== FORMAT) return `it has format ${String(format)}, this version reads ${FORMAT}`;
  return engine === own ? undefined : `it was made by ${String(engine)}, this is ${own}`;
}

/** Puts a saved state together, part by part, in the order of `KINDS`. */
export class Restoring {
  private readonly fold: Fold;
  private head: Head | undefined;
  private loaded = false;

  constructor(engine: string) {
    this.fold = new Fold(engine);
  }

  take(kind: PartKind, text: string): void {
    if (kind === 'head') this.begin(parse(text) as Head);
    else if (kind === 'register') this.fold.register.recall(readRecords(text));
    else this.series(text);
  }

  /** The fold as it stood. */
  end(): Fold {
    this.load();
    this.fold.forgetSurroundings();
    for (const life of this.fold.feeds.all()) this.fold.queueSilence(life);
    return this.fold;
  }

  private begin(head: Head): void {
    const { fold } = this;
    const { engineInForce: engine, hash, definition } = head;
    const entry: ConfigEntry = { type: 'config', engine, hash, replaces: null, definition };
    configure(fold, entry);
    fold.now = head.now;
    fold.phase = head.phase;
    fold.ignoredConfigs = head.ignoredConfigs;
    fold.register = new Register({ gazetteer: fold.gazetteer, grades: definition.reporters });
    if (head.loss) restoreLoss(fold, head.loss);
    for (const life of head.feeds) fold.feeds.restore({ ...life, queued: Infinity });
    fold.silence.watchSeq = head.silence.watchSeq;
    for (const alert of head.silence.alerts) fold.silence.alerts.set(alert.feed, alert);
    for (const [name, end] of head.chains) fold.seal.chains.set(name, end);
    this.head = head;
  }

  private series(text: string): void {
    this.load();
    restorePiece(this.fold, text);
  }

  /** Makes timelines of the incidents, once they are all there. */
  private load(): void {
    if (this.loaded) return;
    this.loaded = true;
    const { fold } = this;
    const { register, watches } = this.head!;
    fold.register.recallCounts(register);
    for (const incident of fold.register.incidents()) fold.statements.put(incident);
    for (const [name, watchSeq, frozenSince] of watches) {
      const watch = fold.watches.get(name)!;
      watch.watchSeq = watchSeq;
      watch.frozenSince = frozenSince ?? undefined;
      for (const incident of fold.register.incidents()) watch.load(incident);
    }
  }
}

function restoreLoss(fold: Fold, { before, told }: SavedLoss): void {
  fold.loss = told ? { told: { ...told, ends: new Map(told.ends), open: new Map(told.open) } } : {};
  if (before !== undefined) fold.knownFrom(before);
}
