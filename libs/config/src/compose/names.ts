import { countryCodes, countryName, createGazetteer, type Gazetteer } from '@barometer/gazetteer';
import { DRIVERS, isActorFacet, KINDS, TACTICS, type Facet } from '@barometer/incident';
import type { NamesDefinition } from '@barometer/gazetteer';
import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';
import { suggest } from '../problems/suggest.js';

const NONE = 'none';
const CLOSED: Partial<Record<Facet, readonly string[]>> = { kind: KINDS, tactic: TACTICS, driver: DRIVERS };

/** Turns what an operator wrote for a field into the value incidents carry; what is unknown is reported. */
export class Names {
  private readonly gazetteer: Gazetteer;
  private readonly countries = new Map(countryCodes().map((code) => [code, countryName(code)]));

  constructor(
    names: NamesDefinition,
    private readonly report: Report,
  ) {
    this.gazetteer = createGazetteer(names);
  }

  value(facet: Facet, text: string, path: Path): string | undefined {
    if (text === NONE) return NONE;
    const closed = CLOSED[facet];
    if (closed) return closed.includes(text) ? text : this.unknown(facet, text, path, closed);
    if (facet === 'country') return this.country(text, path);
    if (facet === 'site') return this.site(text, path);
    return isActorFacet(facet) ? this.actor(text, path) : text;
  }

  private country(text: string, path: Path): string | undefined {
    if (this.countries.has(text)) return text;
    const named = [...this.countries].find(([code, name]) => same(code, text) || same(name, text));
    if (named) return named[0];
    const near = suggest(text, this.countries.values());
    const code = [...this.countries].find(([, name]) => name === near)?.[0];
    return this.report.error(path, `unknown country "${text}": write its ISO 3166-1 code, such as IQ, or none`, {
      ...(code === undefined ? {} : { suggestion: code }),
    });
  }

  private actor(text: string, path: Path): string | undefined {
    const ids = this.gazetteer.actorIds();
    const id = this.gazetteer.actorId(text);
    const nameOf = (one: string) => this.gazetteer.actorName(one);
    return id ?? this.stranger('actor', text, path, ids, nameOf);
  }

  private site(text: string, path: Path): string | undefined {
    const ids = this.gazetteer.siteIds();
    const id = this.gazetteer.siteId(text);
    const nameOf = (one: string) => this.gazetteer.siteName(one);
    return id ?? this.stranger('site', text, path, ids, nameOf);
  }

  private stranger(
    what: string,
    text: string,
    path: Path,
    ids: readonly string[],
    nameOf: (id: string) => string,
  ): undefined {
    const suggestion = suggest(text, ids) ?? ids.find((id) => nameOf(id) === suggest(text, ids.map(nameOf)));
    return this.report.error(path, `unknown ${what} "${text}": ${what}s of your own go under names.${what}s`, {
      ...(suggestion === undefined ? { allowed: ids } : { suggestion }),
    });
  }

  private unknown(what: string, text: string, path: Path, allowed: readonly string[]): undefined {
    const suggestion = suggest(text, allowed);
    return this.report.error(path, `unknown ${what} "${text}"`, {
      allowed,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
}

function same(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { sensitivity: 'base' }) === 0;
}
