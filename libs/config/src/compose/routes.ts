import type { RouteDefinition } from '@barometer/notice';
import type { Declared } from '../file/declared.js';
import { listOf } from './lists.js';
import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';
import { RESERVED, TRANSITIONS, type RawRoute } from '../schema/routes.js';
import { suggest } from '../problems/suggest.js';
import { BUILT_IN } from './watches.js';

const MORNING = '07:00';
const BUILT_IN_RULES = ['feed silent'];

/** What routes may name. */
export interface Reachable {
  readonly declared: Declared;
  readonly ladder: readonly string[];
  readonly report: Report;
}

/** The routes with every default written out. */
export function composeRoutes(raw: readonly RawRoute[], reachable: Reachable): readonly RouteDefinition[] {
  const told = new Set(raw.map(({ to }) => to));
  const { report, declared } = reachable;
  const routes = raw.map((route, index) => composeRoute(route, ['routes', index], reachable));
  for (const receiver of declared.receivers) {
    if (!told.has(receiver) && !report.spoilt(['routes']))
      report.warn(['receivers', receiver], `no route leads to "${receiver}"`, { part: 'key' });
  }
  return routes;
}

function composeRoute(raw: RawRoute, path: Path, reachable: Reachable): RouteDefinition {
  const { report, ladder, declared } = reachable;
  for (const key of RESERVED) {
    if (key in raw) report.error([...path, key], `"${key}" is not yet available`, { part: 'key' });
  }
  const known = (key: keyof RawRoute, what: string, allowed: readonly string[]) =>
    tellUnknown(raw, key, path, { what, allowed, report });
  known('to', 'receiver', declared.receivers);
  known('atLeast', 'level', ladder);
  known('below', 'level', ladder);
  known('watches', 'watch', [...declared.watches, BUILT_IN]);
  known('rules', 'rule', [...declared.rules, ...BUILT_IN_RULES]);
  checkRange(raw, path, reachable);
  const send = raw.send ?? 'now';
  if (raw.at !== undefined && send === 'now')
    report.error([...path, 'at'], '"at" goes with send: daily', { part: 'key' });
  return {
    to: raw.to,
    ...(raw.atLeast === undefined ? {} : { atLeast: raw.atLeast }),
    ...(raw.below === undefined ? {} : { below: raw.below }),
    ...(raw.watches === undefined ? {} : { watches: listOf(raw.watches) }),
    ...(raw.rules === undefined ? {} : { rules: listOf(raw.rules) }),
    tell: raw.tell === undefined ? TRANSITIONS : listOf(raw.tell),
    send,
    ...(send === 'daily' ? { at: raw.at ?? MORNING } : {}),
    tones: raw.tones === undefined ? tonesOf(raw) : listOf(raw.tones),
  };
}

/** Good news never pages: a route that picks levels or transitions and sends at once is one that pages. */
function tonesOf(raw: RawRoute): readonly ('alarm' | 'easing')[] {
  const pages = raw.send !== 'daily' && (raw.atLeast !== undefined || raw.tell !== undefined);
  return pages ? ['alarm'] : ['alarm', 'easing'];
}

interface Wanted {
  readonly what: string;
  readonly allowed: readonly string[];
  readonly report: Report;
}

function tellUnknown(raw: RawRoute, key: keyof RawRoute, path: Path, { what, allowed, report }: Wanted): void {
  const given = raw[key] as string | readonly string[] | undefined;
  listOf(given).forEach((name, index) => {
    if (allowed.includes(name)) return;
    const suggestion = suggest(name, allowed);
    const at = Array.isArray(given) ? [...path, key, index] : [...path, key];
    report.error(at, `no ${what} "${name}"`, { allowed, ...(suggestion === undefined ? {} : { suggestion }) });
  });
}

function checkRange(raw: RawRoute, path: Path, { ladder, report }: Reachable): void {
  const least = ladder.indexOf(raw.atLeast ?? '');
  const below = ladder.indexOf(raw.below ?? '');
  if (below === 0) report.error([...path, 'below'], `nothing is below "${raw.below}": it is the lowest level`);
  if (least >= 0 && below > 0 && least >= below)
    report.error([...path, 'below'], 'no level is at least the one and below the other');
}
