/** Names the operator adds to the shipped gazetteer: id to its display name and aliases. */
export interface NamesDefinition {
  readonly actors?: Readonly<Record<string, { readonly name?: string; readonly aliases?: readonly string[] }>>;
  readonly sites?: Readonly<
    Record<string, { readonly name?: string; readonly country?: string; readonly aliases?: readonly string[] }>
  >;
}

/** Looks names up; every answer is deterministic and independent of order of use. */
export interface Gazetteer {
  /** The actor id for an id, name or alias (case and accents do not matter); `undefined` when unknown. */
  actorId(text: string): string | undefined;
  /** The name people are shown; the id itself when unknown. */
  actorName(id: string): string;
  siteId(text: string, country?: string): string | undefined;
  siteName(id: string): string;
  /** `Jordan` for `JO`. */
  countryName(code: string): string;
  /** Every known actor id, for suggestions. */
  actorIds(): readonly string[];
  siteIds(): readonly string[];
}
