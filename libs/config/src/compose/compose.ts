import { canonicalJson, sha256Hex } from '@barometer/journal';
import type { NamesDefinition } from '@barometer/gazetteer';
import type { ReceiverDefinition, RouteDefinition } from '@barometer/notice';
import { isZone } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import type { Declared } from '../file/declared.js';
import { composeFeeds } from './feeds.js';
import { sorted } from './lists.js';
import { Names } from './names.js';
import { checkMail, composeReceivers } from './receivers.js';
import type { Report } from '../problems/report.js';
import { composeRoutes } from './routes.js';
import type { RawDocument } from '../schema/document.js';
import { composeSettings, type Settings } from './settings.js';
import { suggest } from '../problems/suggest.js';
import { webUrl } from './urls.js';
import { composeWatches } from './watches.js';

/** A config that may take effect: what is watched, who is told, and the process's own settings. */
export interface Config {
  readonly definition: Definition;
  /** SHA-256 of the definition's canonical JSON: equal whatever the order of keys and the comments. */
  readonly hash: string;
  /** Without a slash at its end. */
  readonly publicUrl?: string;
  readonly timezone: string;
  readonly routes: readonly RouteDefinition[];
  readonly receivers: readonly ReceiverDefinition[];
  readonly settings: Settings;
  readonly file: string;
  readonly text: string;
}

/** Everything of a config but where it was read. */
export type Composed = Omit<Config, 'file' | 'text'>;

/** What stands around a document's sound parts. */
export interface Around {
  readonly declared: Declared;
  /** Makes a file's path absolute. */
  readonly resolve: (path: string) => string;
  readonly report: Report;
}

const LADDER = ['low', 'elevated', 'high', 'critical'];

/** Writes every default out and resolves every name; what cannot be is reported. */
export function compose(raw: RawDocument, { declared, resolve, report }: Around): Composed {
  const timezone = zoneOf(raw.timezone, report);
  const publicUrl = raw.publicUrl === undefined ? undefined : webUrl(raw.publicUrl, ['publicUrl'], report);
  const definition = define(raw, timezone, declared, report);
  const receivers = composeReceivers(raw.receivers ?? {}, resolve, report);
  const settings = composeSettings(raw.settings ?? {}, resolve, report);
  checkMail(receivers, settings, report);
  const { ladder } = definition;
  return {
    definition,
    hash: hashOf(definition),
    ...(publicUrl === undefined ? {} : { publicUrl: publicUrl.href.replace(/\/+$/, '') }),
    timezone,
    routes: composeRoutes(raw.routes ?? [], { declared, ladder, report }),
    receivers,
    settings,
  };
}

/** The hash that names a definition in the journal. */
export function hashOf(definition: Definition): string {
  return sha256Hex(canonicalJson(definition));
}

function define(raw: RawDocument, timezone: string, declared: Declared, report: Report): Definition {
  const ladder = ladderOf(raw.ladder, report);
  const names = namesOf(raw.names);
  const feeds = composeFeeds(raw.feeds ?? {}, report);
  const surroundings = { ladder, declared, names: new Names(names, report), report };
  return {
    version: 1,
    ladder,
    timezone,
    reporters: { ...raw.reporters },
    names,
    feeds,
    watches: composeWatches(raw.watches, raw.sets ?? {}, surroundings),
  };
}

function zoneOf(zone: string | undefined, report: Report): string {
  if (zone === undefined || isZone(zone)) return zone ?? 'UTC';
  const suggestion = suggest(zone, Intl.supportedValuesOf('timeZone'));
  report.error(['timezone'], `no time zone "${zone}"`, suggestion === undefined ? {} : { suggestion });
  return 'UTC';
}

function ladderOf(given: readonly string[] | undefined, report: Report): readonly string[] {
  given?.forEach((level, index) => {
    if (given.indexOf(level) < index) report.error(['ladder', index], `the rung "${level}" stands twice`);
  });
  return given ?? LADDER;
}

function namesOf(raw: RawDocument['names']): NamesDefinition {
  const actors = Object.entries(raw?.actors ?? {}).map(([id, { name, aliases }]) => [
    id,
    whole({ name, aliases: aliases && sorted(aliases) }),
  ]);
  const sites = Object.entries(raw?.sites ?? {}).map(([id, { name, country, aliases }]) => [
    id,
    whole({ name, country, aliases: aliases && sorted(aliases) }),
  ]);
  return {
    ...(actors.length > 0 ? { actors: Object.fromEntries(actors) } : {}),
    ...(sites.length > 0 ? { sites: Object.fromEntries(sites) } : {}),
  };
}

function whole<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
