import { LONGEST_NAME, type Gazetteer } from '@barometer/gazetteer';
import { FACETS, type ActorFacet, type Facet, type Facets, type Revision, type Site } from '@barometer/incident';
import { WrittenRevision } from '@barometer/journal';
import { readFacets } from './piece-text.js';
import { join, Memory, NOTHING, unique, type Values } from './values.js';

const UNNAMED: ReadonlySet<string> = new Set(['', 'unknown', 'none', 'n/a', 'unidentified']);
const MOST_PLACES = 20;

/** Characters and number of wordings that are remembered: some dozen megabytes at most. */
const LONGEST_WORDING = 1_000;
const MOST_WORDINGS = 20_000;

interface Mention {
  readonly actorId?: string;
  readonly name?: string;
}

/** What the text of a place in a country comes to. */
interface Whereabouts {
  readonly country: string | undefined;
  readonly place: Values;
  readonly site: Values;
}

/** Facets of revisions, with one gazetteer; reports repeat a few names, so what each came to is remembered. */
export class Names {
  private readonly whole = new Memory<Values>();
  private readonly named = new Memory<Values>();
  private readonly actors = new Memory<Values>();
  private readonly places = new Memory<Whereabouts>();

  private readonly worded = new Memory<Facets>({ longest: LONGEST_WORDING, most: MOST_WORDINGS });
  private readonly said = new Memory<Facets>({ longest: LONGEST_WORDING, most: MOST_WORDINGS });

  constructor(private readonly gazetteer: Gazetteer) {}

  /**
   * The facets of one revision: names turned into ids where the gazetteer knows them, else kept as given, cut at
   * `LONGEST_NAME`. Who claims it or is accused of it is an `actor`, never a `perpetrator`: claims are claims.
   */
  facetsOf(revision: Revision): Facets {
    if (!(revision instanceof WrittenRevision)) return this.resolve(revision);
    const { wording } = revision;
    return this.worded.get(wording) ?? this.worded.remember(wording, this.resolve(revision));
  }

  /** Facets as they were saved; those that say the same are shared. */
  readonly facetsIn = (text: string): Facets =>
    this.said.get(text) ?? this.said.remember(text, readFacets(text, this.share));

  private readonly share = (values: Values): Values => (values.length === 0 ? NOTHING : this.listOf(values));

  private resolve(revision: Revision): Facets {
    const { location, site } = revision;
    const country = location?.country ?? site?.hostCountry;
    const where = this.whereabouts(location?.place, country, site);

    return {
      country: this.one(country),
      admin1: this.one(location?.admin1),
      place: where.place,
      site: where.site,
      kind: this.only(revision.kind),
      tactic: this.listOf(revision.tactics),
      driver: this.listOf(revision.drivers),
      ...this.actorsOf(revision),
      dataset: this.only(revision.dataset),
    };
  }

  private actorsOf(revision: Revision): Record<ActorFacet, Values> {
    const claimant = this.allOf(revision.claims.filter(({ retractedAt }) => retractedAt === undefined));
    const accused = this.allOf(revision.attributions.filter(({ status }) => status !== 'withdrawn'));
    const denier = this.allOf(revision.denials.map(({ by }) => ({ actorId: by })));
    let [target, perpetrator, actor] = [NOTHING, NOTHING, NOTHING];
    for (const mention of revision.actors) {
      const id = this.actorOf(mention);
      if (mention.role === 'target') target = join(target, id);
      else if (mention.role === 'perpetrator') perpetrator = join(perpetrator, id);
      actor = join(actor, id);
    }
    for (const said of [claimant, accused, denier]) actor = join(actor, said);
    return { target, perpetrator, claimant, accused, denier, actor };
  }

  private allOf(mentions: readonly Mention[]): Values {
    return mentions.reduce<Values>((all, mention) => join(all, this.actorOf(mention)), NOTHING);
  }

  /** Nobody, or one: by id where that is known, else by name. */
  private actorOf({ actorId, name }: Mention): Values {
    if (actorId && name) return this.actorOfBoth(actorId, name);
    const text = actorId || name;
    if (!text) return NOTHING;
    return this.actors.get(text) ?? this.actors.remember(text, this.asKnown(this.gazetteer.actorId(text), text));
  }

  private actorOfBoth(actorId: string, name: string): Values {
    const known = this.gazetteer.actorId(actorId) || this.gazetteer.actorId(name);
    const given = this.asKnown(known, actorId);
    return given.length > 0 ? given : nameIn(name);
  }

  private whereabouts(text: string | undefined, country: string | undefined, site: Site | undefined): Whereabouts {
    if (site !== undefined) return this.atSite(site, text, country);
    if (text === undefined) return NOWHERE;
    const known = this.places.get(text);
    if (known?.country === country && known !== undefined) return known;
    const places = this.placesIn(text);
    const sites = unique(places.flatMap((place) => this.gazetteer.siteId(place, country) ?? []));
    return this.places.remember(text, { country, place: this.placesOf(places, sites, country), site: sites });
  }

  private atSite({ siteId, name }: Site, text: string | undefined, country: string | undefined): Whereabouts {
    const known = (siteId && this.gazetteer.siteId(siteId)) || (name && this.gazetteer.siteId(name, country));
    const site = this.asKnown(known, siteId ?? name);
    return { country, place: this.placesOf(this.placesIn(text), site, country), site };
  }

  private placesOf(places: Values, sites: Values, country: string | undefined): Values {
    if (places.length === 0) return sites.map((id) => this.gazetteer.siteName(id));
    return unique(
      places.map((place) => {
        const site = this.gazetteer.siteId(place, country);
        return site === undefined ? place : this.gazetteer.siteName(site);
      }),
    );
  }

  /** `al-Omar oil field; Conoco gas field` names two places. */
  private placesIn(text: string | undefined): Values {
    if (!text?.includes(';')) return nameIn(text);
    return unique(text.split(';', MOST_PLACES).flatMap((part) => nameIn(part)));
  }

  private asKnown(id: string | undefined, text: string | undefined): Values {
    return id ? this.only(id) : nameIn(text);
  }

  private listOf(values: Values): Values {
    return values.length === 1 ? this.only(values[0]!) : unique(values);
  }

  /** Nothing, or the one name that the text gives. */
  private one(text: string | undefined): Values {
    if (text === undefined) return NOTHING;
    return this.named.get(text) ?? this.named.remember(text, nameIn(text));
  }

  /** The value itself; lists of one are shared, because the same few fill most facets. */
  private only(value: string): Values {
    return this.whole.get(value) ?? this.whole.remember(value, [value]);
  }
}

/** Nothing where the text says that there is no name. */
function nameIn(text: string | undefined): Values {
  const name = text?.trim() ?? '';
  if (UNNAMED.has(name.toLowerCase())) return NOTHING;
  return [name.length > LONGEST_NAME ? name.slice(0, LONGEST_NAME).replace(/[\uD800-\uDBFF]$/, '') : name];
}

const NOWHERE: Whereabouts = { country: undefined, place: NOTHING, site: NOTHING };

/** The union of several members' facets, values sorted. */
export function unionFacets(members: readonly Facets[]): Facets {
  const union = {} as Record<Facet, Values>;
  for (const facet of FACETS) union[facet] = [...new Set(members.flatMap((member) => member[facet]))].sort();
  return union;
}
