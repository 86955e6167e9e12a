import type { Ladder } from '@barometer/alert';
import { nameOf, type Episode, type Series, type Watch } from '@barometer/watch';
import type { Fold } from './fold.js';
import { fromJson, toJson, type JsonNumber } from './numbers.js';

/** Series a piece holds. */
const SIZE = 1_000;

type SavedLast = readonly [value: JsonNumber, fields: Readonly<Record<string, JsonNumber | boolean>>];
type SavedEpisode = Omit<Episode, 'peak' | 'told'> & {
  readonly peak: Readonly<Record<keyof Episode['peak'], JsonNumber>>;
  readonly told: Omit<Episode['told'], 'value'> & { readonly value: JsonNumber };
};

/** One series without its timeline, which is made anew from the revisions; 0 stands for what is at rest or absent. */
type SavedSeries = readonly [
  values: Readonly<Record<string, string>>,
  key: string | 0,
  ladder: readonly (readonly [on: 0 | 1, since: JsonNumber])[] | 0,
  last: SavedLast | 0,
  lastAt: JsonNumber,
  due: JsonNumber,
  episode: SavedEpisode | 0,
  fell: NonNullable<Series['fell']> | 0,
];

/** Some series of one rule. */
interface SavedPiece {
  readonly watch: string;
  readonly rule: string;
  readonly series: readonly SavedSeries[];
}

/** Every series in pieces, as text made when it is asked for. */
export function* seriesPieces(fold: Fold): Iterable<() => string> {
  for (const [watch, state] of fold.watches) {
    for (const rule of state.rules) {
      const all = [...rule.all()];
      for (let from = 0; from < all.length; from += SIZE) {
        const piece = (): SavedPiece => ({
          ...{ watch, rule: rule.rule.name },
          series: all.slice(from, from + SIZE).map(savedOf),
        });
        yield () => JSON.stringify(piece());
      }
    }
  }
}

function savedOf({ group, key, ladder, episode, fell, last, lastAt, due }: Series): SavedSeries {
  const rests = ladder.every(({ on, since }) => !on && since === Infinity);
  return [
    group.values,
    key ?? 0,
    rests ? 0 : ladder.map(({ on, since }) => [on ? 1 : 0, toJson(since)] as const),
    last ? [toJson(last.value), fieldsToJson(last.fields)] : 0,
    toJson(lastAt),
    toJson(due),
    episode ? savedEpisode(episode) : 0,
    fell ?? 0,
  ];
}

type Fields = NonNullable<Series['last']>['fields'];

function fieldsToJson(fields: Fields): Record<string, JsonNumber | boolean> {
  const out: Record<string, JsonNumber | boolean> = {};
  for (const [name, value] of Object.entries(fields)) out[name] = typeof value === 'number' ? toJson(value) : value;
  return out;
}

/** Fields in one order, whatever order they came in: what did not change is the same text. */
function savedEpisode({ alertId, since, seq, level: rung, last, ...episode }: Episode): SavedEpisode {
  const { at, level, value, from } = episode.peak;
  const peak = { at: toJson(at), level, value: toJson(value), from: toJson(from) };
  const told = { ...episode.told, value: toJson(episode.told.value) };
  return { ...{ alertId, since, seq, level: rung, peak, told }, ...(last ? { last } : {}) };
}

/** Puts the series of a piece back; the timelines must stand. */
export function restorePiece(fold: Fold, text: string): void {
  const { watch: name, rule, series } = JSON.parse(text) as SavedPiece;
  const watch = fold.watches.get(name)!;
  const index = watch.rules.findIndex((state) => state.rule.name === rule);
  for (const saved of series) restoreSeries(fold, watch, index, saved);
}

function restoreSeries(fold: Fold, watch: Watch, rule: number, saved: SavedSeries): void {
  const [values, key, ladder, last, lastAt, due, episode, fell] = saved;
  const group = { name: nameOf(values), values };
  const series = watch.rules[rule]!.seriesOf(group, key === 0 ? undefined : key);
  if (ladder !== 0) restoreLadder(series.ladder, ladder);
  if (last !== 0) series.last = { value: fromJson(last[0]), fields: fieldsFromJson(last[1]) };
  series.lastAt = fromJson(lastAt);
  series.due = fromJson(due);
  if (episode !== 0) series.episode = episodeOf(episode);
  if (fell !== 0) series.fell = fell;
  fold.queueSeries(watch, rule, series);
}

function restoreLadder(ladder: Ladder, saved: readonly (readonly [on: 0 | 1, since: JsonNumber])[]): void {
  saved.forEach(([on, since], i) => {
    ladder[i] = { on: on === 1, since: fromJson(since) };
  });
}

function fieldsFromJson(fields: SavedLast[1]): Fields {
  const out: Record<string, number | boolean | string> = {};
  for (const [name, value] of Object.entries(fields)) {
    out[name] = typeof value === 'string' && value.startsWith('\u0000') ? fromJson(value) : value;
  }
  return out as Fields;
}

function episodeOf({ peak, told, ...rest }: SavedEpisode): Episode {
  const { at, level, value, from } = peak;
  const restored = { at: fromJson(at), level: fromJson(level), value: fromJson(value), from: fromJson(from) };
  return { ...rest, peak: restored, told: { ...told, value: fromJson(told.value) } };
}
