import { LONGEST_NAME, type Gazetteer } from '@barometer/gazetteer';
import type { ActorMention, Facets, Revision } from '@barometer/incident';

const NOTHING: readonly string[] = Object.freeze([]);
const UNNAMED: ReadonlySet<string> = new Set(['', 'unknown', 'none', 'n/a', 'unidentified']);
const MOST_PLACES = 20;
const MOST_SHARED = 20_000;

/** Lists of one value, shared because the same few values fill most facets; emptied when full. */
const singles = new Map<string, readonly string[]>();

/**
 * The facets of one revision: names turned into ids where the gazetteer knows them, else kept as given, cut at
 * `LONGEST_NAME`. A claimant or an actor that somebody names is an `actor`, never a `perpetrator`: claims are claims.
 */
export function facetsOf(revision: Revision, gazetteer: Gazetteer): Facets {
  const { location, site } = revision;
  const country = location?.country ?? site?.hostCountry;
  const places = splitPlaces(location?.place);
  const sites = sitesOf(revision, places, country, gazetteer);
  return {
    country: one(country),
    admin1: one(location?.admin1),
    place: placesOf(places, sites, country, gazetteer),
    site: sites,
    kind: only(revision.kind),
    tactic: unique(revision.tactics),
    driver: unique(revision.drivers),
    target: inRole(revision.actors, 'target', gazetteer),
    perpetrator: inRole(revision.actors, 'perpetrator', gazetteer),
    actor: actorsOf(revision, gazetteer),
    dataset: only(revision.dataset),
  };
}

/** The union of several members' facets, values sorted. */
export function unionFacets(members: readonly Facets[]): Facets {
  const union: Record<string, readonly string[]> = {};
  for (const facet of Object.keys(members[0]!) as (keyof Facets)[]) {
    union[facet] = [...new Set(members.flatMap((member) => member[facet]))].sort();
  }
  return union as Facets;
}

function sitesOf(
  { site }: Revision,
  places: readonly string[],
  country: string | undefined,
  gazetteer: Gazetteer,
): readonly string[] {
  if (site === undefined) return unique(places.flatMap((place) => gazetteer.siteId(place, country) ?? []));
  const { siteId, name } = site;
  const known = (siteId && gazetteer.siteId(siteId)) || (name && gazetteer.siteId(name, country));
  return known ? only(known) : one(siteId ?? name);
}

function placesOf(
  places: readonly string[],
  sites: readonly string[],
  country: string | undefined,
  gazetteer: Gazetteer,
): readonly string[] {
  if (places.length === 0) return sites.length === 0 ? NOTHING : sites.map((id) => gazetteer.siteName(id));
  return unique(
    places.map((place) => {
      const site = gazetteer.siteId(place, country);
      return site === undefined ? place : gazetteer.siteName(site);
    }),
  );
}

/** `al-Omar oil field; Conoco gas field` names two places. */
function splitPlaces(text: string | undefined): readonly string[] {
  if (text === undefined) return NOTHING;
  if (!text.includes(';')) return one(text);
  return unique(text.split(';', MOST_PLACES).flatMap((part) => one(part)));
}

function inRole(actors: readonly ActorMention[], role: ActorMention['role'], gazetteer: Gazetteer): readonly string[] {
  let found: string[] | undefined;
  for (const mention of actors) {
    if (mention.role !== role) continue;
    const id = idOf(mention, gazetteer);
    if (id !== undefined) (found ??= []).push(id);
  }
  return found === undefined ? NOTHING : unique(found);
}

function actorsOf(revision: Revision, gazetteer: Gazetteer): readonly string[] {
  const found: string[] = [];
  const add = (mention: { actorId?: string; name?: string }): void => {
    const id = idOf(mention, gazetteer);
    if (id !== undefined) found.push(id);
  };
  for (const mention of revision.actors) add(mention);
  for (const claim of revision.claims) if (claim.retractedAt === undefined) add(claim);
  for (const attribution of revision.attributions) if (attribution.status !== 'withdrawn') add(attribution);
  for (const { by } of revision.denials) add({ actorId: by });
  return found.length === 0 ? NOTHING : unique(found);
}

function idOf({ actorId, name }: { actorId?: string; name?: string }, gazetteer: Gazetteer): string | undefined {
  const known = (actorId && gazetteer.actorId(actorId)) || (name && gazetteer.actorId(name));
  return known || one(actorId)[0] || one(name)[0];
}

function one(text: string | undefined): readonly string[] {
  if (text === undefined) return NOTHING;
  const whole = text.trim();
  if (UNNAMED.has(whole.toLowerCase())) return NOTHING;
  return only(whole.length > LONGEST_NAME ? whole.slice(0, LONGEST_NAME).replace(/[\uD800-\uDBFF]$/, '') : whole);
}

function only(value: string): readonly string[] {
  const known = singles.get(value);
  if (known !== undefined) return known;
  const list = Object.freeze([value]);
  if (singles.size >= MOST_SHARED) singles.clear();
  singles.set(value, list);
  return list;
}

function unique<T extends string>(values: readonly T[]): readonly string[] {
  if (values.length < 2) return values.length === 0 ? NOTHING : only(values[0]!);
  return [...new Set(values)];
}
