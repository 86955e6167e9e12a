import { reset, type Latch, type Transition } from '@barometer/alert';
import { sha256Hex, type ConfigEntry } from '@barometer/journal';
import { Register, type RegisterMemory } from '@barometer/register';
import type { Definition, Episode, Series } from '@barometer/watch';
import { configure } from './configure.js';
import type { FeedLife } from './feeds.js';
import type { Fold, Phase } from './fold.js';
import type { Loss } from './loss.js';
import type { ChainEnd } from './seal.js';
import type { SilenceAlert } from './silence.js';
import type { Told } from './told.js';

const FORMAT = 2;

/** One series that is not at rest; timelines are rebuilt from the revisions, never saved. */
interface SavedSeries {
  readonly watch: string;
  readonly rule: string;
  readonly group: { readonly name: string; readonly values: Readonly<Record<string, string>> };
  readonly key?: string;
  readonly ladder: readonly SavedLatch[];
  readonly episode?: Episode;
  readonly fell?: Series['fell'];
  readonly last?: Series['last'];
  readonly lastAt: number;
  readonly due: number;
}

interface SavedLatch {
  readonly on: boolean;
  readonly since: number;
}

interface Saved {
  readonly format: number;
  readonly engine: string;
  readonly engineInForce: string;
  readonly next: number;
  readonly now: number;
  readonly phase: Phase;
  readonly definition: Definition;
  readonly hash: string;
  readonly ignoredConfigs: number;
  readonly register: RegisterMemory;
  readonly feeds: readonly FeedLife[];
  readonly silence: { readonly watchSeq: number; readonly alerts: readonly SilenceAlert[] };
  readonly chains: readonly (readonly [string, ChainEnd])[];
  readonly watches: readonly (readonly [name: string, watchSeq: number, frozenSince: number | null])[];
  readonly series: readonly SavedSeries[];
  readonly loss?: SavedLoss;
}

interface SavedLoss {
  readonly before?: number;
  readonly told?: Pick<Told, 'place' | 'at'> & {
    readonly ends: readonly (readonly [string, ChainEnd])[];
    readonly open: readonly (readonly [string, Transition])[];
  };
}

/** The fold's state as text with its checksum in the first line; infinities are written as text that no input can hold. */
export function save(fold: Fold, next: number): string {
  if (!fold.definition || fold.definitionHash === undefined) return '';
  const saved: Saved = {
    format: FORMAT,
    engine: fold.engine,
    engineInForce: fold.engineInForce,
    next,
    now: fold.now,
    phase: fold.phase,
    definition: fold.definition,
    hash: fold.definitionHash,
    ignoredConfigs: fold.ignoredConfigs,
    register: fold.register.save(),
    feeds: [...fold.feeds.all()],
    silence: { watchSeq: fold.silence.watchSeq, alerts: [...fold.silence.alerts.values()] },
    chains: [...fold.seal.chains],
    watches: [...fold.watches].map(([name, watch]) => [name, watch.watchSeq, watch.frozenSince ?? null] as const),
    series: savedSeries(fold),
    loss: fold.loss && savedLoss(fold.loss),
  };
  const body = JSON.stringify(saved, (_, value: unknown) => (typeof value === 'number' ? numberToJson(value) : value));
  return `${sha256Hex(body)}\n${body}`;
}

function savedLoss({ before, told }: Loss): SavedLoss {
  return { before, told: told && { ...told, ends: [...told.ends], open: [...told.open] } };
}

function numberToJson(value: number): number | string {
  if (value === Infinity) return '\u0000inf';
  return value === -Infinity ? '\u0000-inf' : Number.isNaN(value) ? '\u0000nan' : value;
}

const NUMBERS: Readonly<Record<string, number>> = { '\u0000inf': Infinity, '\u0000-inf': -Infinity, '\u0000nan': NaN };

function savedSeries(fold: Fold): SavedSeries[] {
  const out: SavedSeries[] = [];
  for (const [watch, state] of fold.watches) {
    state.eachSeries((rule, series) => {
      const { group, key, ladder, episode, fell, last, lastAt, due } = series;
      out.push({
        watch,
        rule: state.rules[rule]!.rule.name,
        group: { name: group.name, values: group.values },
        key,
        ladder,
        episode,
        fell,
        last: last && { value: last.value, fields: last.fields },
        lastAt,
        due,
      });
    });
  }
  return out;
}

/** Puts a saved state into a fresh fold; answers the offset to go on from, or `undefined` where the text is not usable. */
export function restore(fold: Fold, text: string): number | undefined {
  const saved = parse(text);
  if (!saved || saved.format !== FORMAT || saved.engine !== fold.engine) return undefined;
  const entry: ConfigEntry = {
    type: 'config',
    engine: saved.engine,
    hash: saved.hash,
    replaces: null,
    definition: saved.definition,
  };
  configure(fold, entry);
  if (saved.loss) restoreLoss(fold, saved.loss);
  fold.now = saved.now;
  fold.phase = saved.phase;
  fold.ignoredConfigs = saved.ignoredConfigs;
  fold.register = Register.restore({ gazetteer: fold.gazetteer, grades: saved.definition.reporters }, saved.register);
  for (const life of saved.feeds) fold.feeds.restore({ ...life, queued: Infinity });
  for (const incident of fold.register.incidents()) fold.statements.put(incident);
  restoreSilence(fold, saved);
  for (const [name, end] of saved.chains) fold.seal.chains.set(name, end);
  restoreWatches(fold, saved);
  fold.forgetSurroundings();
  for (const life of fold.feeds.all()) fold.queueSilence(life);
  return saved.next;
}

function parse(text: string): Saved | undefined {
  const newline = text.indexOf('\n');
  const body = text.slice(newline + 1);
  if (newline < 0 || sha256Hex(body) !== text.slice(0, newline)) return undefined;
  return JSON.parse(body, (_, value: unknown) =>
    typeof value === 'string' ? (NUMBERS[value] ?? value) : value,
  ) as Saved;
}

function restoreLoss(fold: Fold, { before, told }: SavedLoss): void {
  fold.loss = told ? { told: { ...told, ends: new Map(told.ends), open: new Map(told.open) } } : {};
  if (before !== undefined) fold.knownFrom(before);
}

function restoreSilence(fold: Fold, { silence }: Saved): void {
  fold.silence.watchSeq = silence.watchSeq;
  for (const alert of silence.alerts) fold.silence.alerts.set(alert.feed, alert);
}

function restoreWatches(fold: Fold, saved: Saved): void {
  for (const [name, watchSeq, frozenSince] of saved.watches) {
    const watch = fold.watches.get(name)!;
    watch.watchSeq = watchSeq;
    watch.frozenSince = frozenSince ?? undefined;
    for (const incident of fold.register.incidents()) watch.load(incident);
  }
  for (const one of saved.series) restoreSeries(fold, one);
}

function restoreSeries(fold: Fold, saved: SavedSeries): void {
  const watch = fold.watches.get(saved.watch)!;
  const index = watch.rules.findIndex(({ rule }) => rule.name === saved.rule);
  const series = watch.rules[index]!.seriesOf(saved.group, saved.key);
  reset(series.ladder, -1);
  saved.ladder.forEach((latch, i) => Object.assign(series.ladder[i]!, latch as Latch));
  series.episode = saved.episode;
  series.fell = saved.fell;
  series.last = saved.last;
  series.lastAt = saved.lastAt;
  series.due = saved.due;
  fold.queueSeries(watch, index, series);
}
