import type { SiteType } from '@barometer/incident';
import type { NamesDefinition } from './definition.js';
import { SITES } from './data/sites.js';
import { NameIndex } from './name-index.js';

/** A site as shipped. */
export interface SiteRecord {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly type: SiteType;
  readonly aliases: readonly string[];
}

const SHIPPED: ReadonlyMap<string, SiteRecord> = new Map(SITES.map((site) => [site.id, site]));

/** Shipped sites and the operator's over them: an operator's name or alias wins over a shipped one. */
export function indexSites(names: NamesDefinition): NameIndex {
  const index = new NameIndex();
  for (const [id, own] of Object.entries(names.sites ?? {}).sort(byId)) {
    const shipped = SHIPPED.get(id);
    const country = own.country ?? shipped?.country;
    index.add({ id, name: own.name ?? shipped?.name ?? id, country, aliases: own.aliases ?? [] });
  }
  for (const site of SITES) index.add(site);
  return index;
}

function byId([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
