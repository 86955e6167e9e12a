import { parseCondition, type RuleDefinition } from '@barometer/alert';
import { kindOf } from '@barometer/indicator';
import { DAY } from '@barometer/time';
import { EVERYTHING, type Definition, type WatchDefinition } from '@barometer/watch';

/** A rule for tests: `levels` as an operator writes them, every other part with a default. */
export function aRule(given: {
  readonly name?: string;
  readonly reading: { readonly kind: string; readonly [param: string]: unknown };
  readonly by?: RuleDefinition['reading']['by'];
  readonly levels: Readonly<Record<string, string>>;
  readonly hold?: number;
  readonly release?: number;
  readonly update?: { readonly change: number };
  readonly tone?: RuleDefinition['tone'];
}): RuleDefinition {
  const { kind: name, ...params } = given.reading;
  const kind = kindOf(name)!;
  return {
    name: given.name ?? name,
    title: given.name ?? name,
    reading: { kind: name, params: kind.params.parse(params) as Record<string, unknown>, by: given.by ?? [] },
    rungs: Object.entries(given.levels).map(([level, text]) => {
      const enter = parseCondition(text, kind.fields);
      return { level, enter, leave: enter };
    }),
    hold: given.hold ?? 0,
    release: given.release ?? DAY,
    update: given.update,
    tone: given.tone ?? 'alarm',
  };
}

/** A watch that takes everything and knows the set `attacks`. */
export function aWatch(
  name: string,
  rules: readonly RuleDefinition[],
  given: Partial<WatchDefinition> = {},
): WatchDefinition {
  const attacks = { all: { kind: ['attack', 'strike'] }, not: {} };
  return {
    name,
    title: name,
    match: EVERYTHING,
    feeds: [],
    rules,
    sets: { attacks, everything: EVERYTHING },
    ...given,
  };
}

/** A definition with one partial feed `test` that covers everything from 2000 to 2100. */
export function aDefinition(watches: readonly WatchDefinition[], given: Partial<Definition> = {}): Definition {
  const covers = [{ from: Date.UTC(2000, 0, 1), to: Date.UTC(2100, 0, 1) }];
  return {
    version: 1,
    ladder: ['low', 'elevated', 'high', 'critical'],
    timezone: 'UTC',
    reporters: { us_dod: 'A' },
    names: {},
    feeds: [{ name: 'test', datasets: ['test'], coverage: 'partial', covers }],
    watches,
    ...given,
  };
}
