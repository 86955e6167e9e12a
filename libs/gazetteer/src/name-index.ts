import { normaliseName } from './normalise.js';

/** What an index knows of an id. Names of two countries may be alike; without countries the first owner keeps a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly country?: string;
  readonly aliases: readonly string[];
}

/** Ids by normalised name. What is added first wins: the operator's names before the shipped ones. */
export class NameIndex {
  private readonly byId = new Map<string, Named>();
  private readonly byName = new Map<string, Named[]>();

  /** Adds an id; a later entry for the same id only brings further aliases, a later owner of a name gives way. */
  add(named: Named): void {
    const known = this.byId.get(named.id) ?? named;
    this.byId.set(named.id, known);
    for (const text of [named.id, named.name, ...named.aliases]) this.own(normaliseName(text), known);
  }

  /** The one id the text names; with a country, only a site that lies there or nowhere in particular. */
  find(text: string, country?: string): string | undefined {
    if (this.byId.has(text)) return text;
    const named = this.byName.get(normaliseName(text));
    if (named === undefined) return undefined;
    const fits = country === undefined ? named : named.filter((n) => n.country === undefined || n.country === country);
    return fits.length === 1 ? fits[0]!.id : undefined;
  }

  get(id: string): Named | undefined {
    return this.byId.get(id);
  }

  /** Every id, sorted. */
  ids(): readonly string[] {
    return [...this.byId.keys()].sort();
  }

  private own(key: string, named: Named): void {
    if (key === '') return;
    const owners = this.byName.get(key);
    if (owners === undefined) this.byName.set(key, [named]);
    else if (owners.every((owner) => liesElsewhere(owner, named))) owners.push(named);
  }
}

function liesElsewhere(a: Named, b: Named): boolean {
  return a.country !== undefined && b.country !== undefined && a.country !== b.country;
}
