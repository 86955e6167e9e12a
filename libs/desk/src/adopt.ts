import type { Transition } from '@barometer/alert';
import { iso, parseInstant } from '@barometer/time';
import type { Draft, Moment } from '@barometer/watch';
import type { Fold } from './fold.js';
import { SELF_WATCH, SILENCE_RULE } from './silence.js';
import { toldKey, type Told } from './told.js';

/**
 * Takes over what was told where history was lost: every watch goes on from its last transition in the alert log. An
 * alert told and held keeps its id, and a transition comes out only if its level differs; one held and not told is
 * raised; one told and not held is resolved.
 */
export function adopt(fold: Fold, told: Told, moment: Moment): void {
  fold.seal.chains.clear();
  for (const [watch, end] of told.ends) fold.seal.chains.set(watch, end);
  const left = new Map(told.open);
  const take = (watch: string, rule: string, series: string) => {
    const key = toldKey({ watch, rule, series });
    const last = left.get(key);
    left.delete(key);
    return last;
  };
  for (const [name, watch] of fold.watches) {
    watch.watchSeq = told.ends.get(name)?.watchSeq ?? 0;
    watch.adoptAll((rule, series) => take(name, rule, series), moment, fold.surroundings(watch));
  }
  adoptSilences(fold, told, (feed) => take(SELF_WATCH, SILENCE_RULE, `feed=${feed}`), moment);
  closeAll(fold, [...left.values()], told, moment);
}

function adoptSilences(fold: Fold, told: Told, take: (feed: string) => Transition | undefined, moment: Moment): void {
  const { silence, feeds } = fold;
  silence.watchSeq = told.ends.get(SELF_WATCH)?.watchSeq ?? 0;
  for (const feed of [...silence.alerts.keys()].sort()) {
    const last = take(feed);
    const life = feeds.get(feed)!;
    if (!last) fold.raiseSilence(life, moment);
    else {
      const { alertId, level, seq } = last;
      silence.alerts.set(feed, { feed, alertId, since: parseInstant(last.since).at, level: level!, seq, last });
    }
  }
}

/** Resolves alerts that nothing held any more stands behind, with the evidence that was last told. */
function closeAll(fold: Fold, alerts: readonly Transition[], told: Told, moment: Moment): void {
  const next = (watch: string) => {
    if (watch === SELF_WATCH) return ++fold.silence.watchSeq;
    const known = fold.watches.get(watch);
    if (known) return ++known.watchSeq;
    gone.set(watch, (gone.get(watch) ?? told.ends.get(watch)!.watchSeq) + 1);
    return gone.get(watch)!;
  };
  const gone = new Map<string, number>();
  const missing = fold.incomplete;
  const incomplete = missing && { before: iso(missing.before), until: iso(missing.until) };
  for (const last of alerts) {
    const draft = { ...closing(last, next(last.watch), moment), incomplete };
    fold.seal.add(draft, () => undefined);
  }
}

function closing(last: Transition, watchSeq: number, moment: Moment): Draft {
  const {
    group: _group,
    previousHash: _previous,
    hash: _hash,
    definition: _definition,
    engine: _engine,
    ...kept
  } = last;
  const { value, fields, at, level: previous, seq } = last;
  return {
    ...kept,
    ...{ at: iso(moment.at), seq: seq + 1, watchSeq, transition: 'resolved', level: null, previous },
    ...{ reason: 'history lost', before: { value, fields, at }, provisional: true },
    ...{ cause: moment.cause(), causedBy: undefined, history: moment.history },
  };
}
