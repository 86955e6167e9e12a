/** Names as people are shown them; a gazetteer is one. */
export interface Names {
  actorName(id: string): string;
  countryName(code: string): string;
  siteName(id: string): string;
}

const REPORTERS: Readonly<Record<string, string>> = {
  us_dod: 'US DoD',
  us_centcom: 'US CENTCOM',
  us_gov: 'US government',
  us_president: 'US president',
  us_official: 'US official',
  irgc_claim: 'IRGC',
  iq_gov: 'Iraqi government',
  uk_mod: 'UK MoD',
};

/** Word parts that are written in capitals. */
const CAPITALS = new Set([
  'us',
  'uk',
  'un',
  'eu',
  'dod',
  'mod',
  'idf',
  'irgc',
  'sohr',
  'sdf',
  'pmf',
  'ngo',
  'icrc',
  'who',
  'acled',
  'ucdp',
  'nato',
  'ukmto',
  'gttac',
  'voa',
  'cnn',
]);

/** A reporter's id as people write it: `us_dod` is `US DoD`, `local_police` is `Local police`. */
export function reporterName(id: string, names: Names): string {
  if (id.startsWith('actor:')) return names.actorName(id);
  if (Object.hasOwn(REPORTERS, id)) return REPORTERS[id]!;
  const words = id.split(/[_\s-]+/).filter((word) => word !== '');
  const text = words.map((word) => (CAPITALS.has(word.toLowerCase()) ? word.toUpperCase() : word)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], limit = 3): string {
  if (items.length <= 1) return items[0] ?? '';
  if (items.length <= limit) return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
  return `${items.slice(0, limit - 1).join(', ')} and ${items.length - limit + 1} more`;
}
