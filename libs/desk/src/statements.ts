import type { LinkedStatements } from '@barometer/alert';
import type { Change, Incident } from '@barometer/incident';

const NONE: LinkedStatements = { claims: [], denials: [] };

const NOBODY: readonly string[] = [];

interface Statement {
  readonly type: 'claims' | 'denies';
  readonly by: string;
  readonly at: number;
}

/** Claims and denials that are reports of their own, by the incident they speak of: whoever speaks in them, on the day they did. */
export class Statements {
  private readonly byTarget = new Map<string, Map<string, readonly Statement[]>>();

  apply({ before, after }: Change): void {
    if (before) for (const target of targetsOf(before)) this.byTarget.get(target)?.delete(before.id);
    if (after) this.put(after);
  }

  /** Takes a standing incident in. */
  put(incident: Incident): void {
    for (const target of targetsOf(incident)) {
      const spoken = this.byTarget.get(target) ?? new Map<string, readonly Statement[]>();
      spoken.set(incident.id, statementsOf(incident, target));
      this.byTarget.set(target, spoken);
    }
  }

  /** What is said of an incident, by all ids it is known by, in order of time and speaker. */
  of(incident: Incident): LinkedStatements {
    const spoken = incident.members.flatMap((id) => [...(this.byTarget.get(id)?.values() ?? [])].flat());
    if (spoken.length === 0) return NONE;
    spoken.sort((a, b) => a.at - b.at || (a.by < b.by ? -1 : 1));
    return {
      claims: spoken.filter(({ type }) => type === 'claims').map(({ by, at }) => ({ actorId: by, at })),
      denials: spoken.filter(({ type }) => type === 'denies').map(({ by, at }) => ({ by, at })),
    };
  }
}

function targetsOf({ revision: { links } }: Incident): readonly string[] {
  if (links.length === 0) return NOBODY;
  return links.filter(({ type }) => type === 'claims' || type === 'denies').map(({ incidentId }) => incidentId);
}

function statementsOf({ revision, facets }: Incident, target: string): Statement[] {
  const speakers = facets.perpetrator.length > 0 ? facets.perpetrator : facets.actor;
  return revision.links.flatMap(({ type, incidentId }) =>
    incidentId === target && (type === 'claims' || type === 'denies')
      ? speakers.map((by) => ({ type, by, at: revision.occurredFrom }))
      : [],
  );
}
