import type { Change, Incident } from '@barometer/incident';

/**
 * The changes that turn the incidents before into those after: removals, then replacements, then additions. An incident
 * is replaced by the one with its id, else by one that took over a member of it.
 */
export function changesBetween(before: Iterable<Incident>, after: Iterable<Incident>): readonly Change[] {
  const [gone, come] = [new Set(before), new Set(after)];
  for (const incident of [...gone]) if (come.delete(incident)) gone.delete(incident);
  const replaced: Change[] = [];
  pair(gone, come, replaced, (a, b) => a.id === b.id);
  pair(gone, come, replaced, (a, b) => b.members.some((id) => a.members.includes(id)));
  return [...[...gone].map((one) => ({ before: one })), ...replaced, ...[...come].map((one) => ({ after: one }))];
}

function pair(
  gone: Set<Incident>,
  come: Set<Incident>,
  replaced: Change[],
  follows: (before: Incident, after: Incident) => boolean,
): void {
  for (const before of [...gone]) {
    const after = [...come].find((one) => follows(before, one));
    if (after === undefined) continue;
    gone.delete(before);
    come.delete(after);
    replaced.push({ before, after });
  }
}
