import { iso, type Instant } from '@barometer/time';

const INSTANTS = ['at', 'reportedAt', 'retractedAt'] as const;

/** A statement whose instants are ISO 8601 text in UTC, as a transition says every time. */
export type Dated<T> = { readonly [K in keyof T]: K extends (typeof INSTANTS)[number] ? string : T[K] };

/** Writes a statement's instants out; every other field and their order stay. */
export function dated<T extends object>(statement: T): Dated<T> {
  const out = { ...statement } as Record<string, unknown>;
  for (const field of INSTANTS) if (out[field] !== undefined) out[field] = iso(out[field] as Instant);
  return out as Dated<T>;
}
