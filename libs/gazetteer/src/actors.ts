import type { ActorType } from '@barometer/incident';
import type { NamesDefinition } from './definition.js';
import { ACTORS } from './data/actors.js';
import { NameIndex } from './name-index.js';

/** An actor as shipped. */
export interface ActorRecord {
  readonly id: string;
  readonly name: string;
  readonly type: ActorType;
  /** ISO 3166-1 alpha-2 of its home, where it has one. */
  readonly country?: string;
  readonly aliases: readonly string[];
}

const SHIPPED: ReadonlyMap<string, ActorRecord> = new Map(ACTORS.map((actor) => [actor.id, actor]));

/** The shipped record of an actor id. */
export function shippedActor(id: string): ActorRecord | undefined {
  return SHIPPED.get(id);
}

/** Shipped actors and the operator's over them: an operator's name or alias wins over a shipped one. */
export function indexActors(names: NamesDefinition): NameIndex {
  const index = new NameIndex();
  for (const [id, own] of Object.entries(names.actors ?? {}).sort(byId)) {
    index.add({ id, name: own.name ?? SHIPPED.get(id)?.name ?? id, aliases: own.aliases ?? [] });
  }
  for (const { id, name, aliases } of ACTORS) index.add({ id, name, aliases });
  return index;
}

function byId([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
