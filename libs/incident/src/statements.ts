import type { Instant } from '@barometer/time';
import type { Attribution, Claim, Revision } from './revision.js';

/** Claims of responsibility not taken back, in order of time. */
export function standingClaims(revision: Pick<Revision, 'claims'>): readonly Claim[] {
  return inOrder(revision.claims.filter(({ retractedAt }) => retractedAt === undefined));
}

/** The newest attribution by each speaker to each actor, those withdrawn since left out, in order of time. */
export function standingAttributions(revision: Pick<Revision, 'attributions'>): readonly Attribution[] {
  const newest = new Map<string, Attribution>();
  for (const attribution of inOrder(revision.attributions))
    newest.set(JSON.stringify([attribution.by, attribution.actorId]), attribution);
  return inOrder([...newest.values()].filter(({ status }) => status !== 'withdrawn'));
}

/** Everything said about who did it, in order of time. */
export function saidAbout(revision: Pick<Revision, 'claims' | 'attributions' | 'denials'>): readonly Said[] {
  return inOrder<Said>([
    ...revision.claims.map((claim) => ({ type: 'claim' as const, ...claim })),
    ...revision.attributions.map((attribution) => ({ type: 'attribution' as const, ...attribution })),
    ...revision.denials.map((denial) => ({ type: 'denial' as const, ...denial })),
  ]);
}

/** A claim, an attribution or a denial; each is worded as what it is. */
export type Said =
  | ({ readonly type: 'claim' } & Claim)
  | ({ readonly type: 'attribution' } & Attribution)
  | ({ readonly type: 'denial' } & Revision['denials'][number]);

function inOrder<T extends { readonly at: Instant }>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => a.at - b.at);
}
