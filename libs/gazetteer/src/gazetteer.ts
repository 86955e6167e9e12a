import { indexActors } from './actors.js';
import type { Gazetteer, NamesDefinition } from './definition.js';
import type { NameIndex } from './name-index.js';
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
  const memory = new Map<string, string | undefined>();
  return (text, country) => {
    const key = country === undefined ? text : `${country}\n${text}`;
    const known = memory.get(key);
    if (known !== undefined || memory.has(key)) return known;
    const found = index.find(text, country);
    if (memory.size >= REMEMBERED) memory.clear();
    if (text.length <= 200) memory.set(key, found);
    return found;
  };
}
