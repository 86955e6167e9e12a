import { indexActors } from './actors.js';
import type { Gazetteer, NamesDefinition } from './definition.js';
import type { NameIndex } from './name-index.js';
import { LONGEST_NAME } from './normalise.js';
import { countryName } from './places.js';
import { indexSites } from './sites.js';

const REMEMBERED = 20_000;

/** The shipped names with the operator's over them. */
export function createGazetteer(names: NamesDefinition = {}): Gazetteer {
  const actors = indexActors(names);
  const sites = indexSites(names);
  const actorIds = actors.ids();
  const siteIds = sites.ids();
  const findActor = remembering(actors);
  const findSite = remembering(sites);
  return {
    actorId: (text) => findActor(text),
    actorName: (id) => actors.get(id)?.name ?? id,
    siteId: (text, country) => findSite(text, country),
    siteName: (id) => sites.get(id)?.name ?? id,
    countryName,
    actorIds: () => actorIds,
    siteIds: () => siteIds,
  };
}

/** Reports repeat a few names; the memory is emptied when full, so foreign text cannot fill it. */
function remembering(index: NameIndex): (text: string, country?: string) => string | undefined {
  const byCountry = new Map<string, Map<string, string | null>>();
  let size = 0;
  return (text, country = '') => {
    const known = byCountry.get(country)?.get(text);
    if (known !== undefined) return known ?? undefined;
    const found = index.find(text, country === '' ? undefined : country);
    if (text.length > LONGEST_NAME || country.length > LONGEST_NAME) return found;
    if (size >= REMEMBERED) byCountry.clear();
    size = size >= REMEMBERED ? 1 : size + 1;
    const memory = byCountry.get(country) ?? new Map<string, string | null>();
    byCountry.set(country, memory.set(text, found ?? null));
    return found;
  };
}
