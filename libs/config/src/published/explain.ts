import { kindOf } from '@barometer/indicator';
import { DAY, formatDuration, isoDate, type Span } from '@barometer/time';
import type { Filter } from '@barometer/watch';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Config } from '../compose/compose.js';
import { OTHER } from '../compose/feeds.js';
import { schemasAt } from '../problems/keys.js';

/** The config as it takes effect, every default written out: YAML that reads back to the same definition. */
export function explainConfig(config: Config): string {
  const { definition, routes, receivers, settings, publicUrl, hash } = config;
  const { version, timezone, ladder, reporters, names, feeds, watches } = definition;
  const shown = {
    version,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    timezone,
    ladder,
    reporters,
    names,
    feeds: byName(
      feeds.filter(({ name }) => name !== OTHER),
      sayFeed,
    ),
    sets: Object.fromEntries(
      watches.flatMap(({ sets }) => Object.entries(sets).map(([name, set]) => [name, sayFilter(set)])),
    ),
    watches: byName(watches, sayWatch),
    receivers: byName(receivers, ({ channel, options }) => ({ [channel]: options })),
    routes,
    settings: { ...settings, deliveries: { keep: formatDuration(settings.deliveries.keep) } },
  };
  const text = stringify(shown, { aliasDuplicateObjects: false, lineWidth: 120, collectionStyle: 'any' });
  return `# definition ${hash}\n# the feed "${OTHER}" and the watch "barometer" are built in\n${text}`;
}

type Nameless<T> = Omit<T, 'name'>;
type Watch = Config['definition']['watches'][number];

function sayFeed({ covers, silentAfter, ...feed }: Nameless<Config['definition']['feeds'][number]>): unknown {
  return {
    ...feed,
    ...(covers === undefined ? {} : { covers: covers.map(sayDays) }),
    ...(silentAfter === undefined ? {} : { silentAfter: formatDuration(silentAfter) }),
  };
}

function sayWatch({ title, match, feeds, rules }: Nameless<Watch>): unknown {
  return { title, match: sayFilter(match), ...(feeds.length > 0 ? { feeds } : {}), rules: byName(rules, sayRule) };
}

function sayFilter({ all, not }: Filter): unknown {
  return Object.keys(not).length === 0 ? all : { ...all, not };
}

function sayRule({ reading, rungs, hold, release, update, title, tone }: Nameless<Watch['rules'][number]>): unknown {
  const { kind, by, params } = reading;
  return {
    title,
    reading: { kind, ...(by.length > 0 ? { by } : {}), ...sayParams(kind, params) },
    levels: Object.fromEntries(
      rungs.map(({ level, enter, leave }) => [level, { enter: enter.text, leave: leave.text }]),
    ),
    hold: formatDuration(hold),
    release: formatDuration(release),
    ...(update === undefined ? {} : { update: { change: `${Number((update.change * 100).toPrecision(12))}%` } }),
    tone,
  };
}

function sayParams(kind: string, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const schema = kindOf(kind)?.params as z.ZodType | undefined;
  const isDuration = (key: string) =>
    schema !== undefined && schemasAt([schema], [key]).some((one) => one instanceof z.ZodString);
  const say = (key: string, value: unknown) =>
    typeof value === 'number' && isDuration(key) ? formatDuration(value) : value;
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, say(key, value)]));
}

function sayDays({ from, to }: Span): string {
  return `${isoDate(from)}/${isoDate(to - DAY)}`;
}

function byName<T extends { readonly name: string }>(
  list: readonly T[],
  say: (item: Nameless<T>) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(list.map(({ name, ...rest }) => [name, say(rest)]));
}
