import type { Total } from '@barometer/alert';
import type { CountStatement, Incident } from '@barometer/incident';
import { iso } from '@barometer/time';

/** Published running totals that match a watch, by counter: never mixed, never added to incidents. */
export class Totals {
  private readonly byCounter = new Map<string, Map<string, CountStatement>>();

  put(incident: Incident): void {
    const statement = incident.revision.counter;
    if (!statement) return;
    const statements = this.byCounter.get(statement.counter) ?? new Map<string, CountStatement>();
    statements.set(incident.id, statement);
    this.byCounter.set(statement.counter, statements);
  }

  remove(incident: Incident): void {
    const statement = incident.revision.counter;
    if (statement) this.byCounter.get(statement.counter)?.delete(incident.id);
  }

  /** The last statement of each counter and the one before it, counters in name order. */
  latest(): Total[] {
    const totals: Total[] = [];
    for (const counter of [...this.byCounter.keys()].sort()) {
      const statements = [...this.byCounter.get(counter)!.entries()].sort(byAsOf).map(([, s]) => s);
      const last = statements.at(-1);
      if (last) totals.push(total(last, statements.at(-2)));
    }
    return totals;
  }
}

function byAsOf([idA, a]: [string, CountStatement], [idB, b]: [string, CountStatement]): number {
  return a.asOf - b.asOf || a.total - b.total || (idA < idB ? -1 : 1);
}

function total(last: CountStatement, before: CountStatement | undefined): Total {
  return {
    counter: last.counter,
    total: last.total,
    qualifier: last.qualifier,
    asOf: iso(last.asOf),
    since: iso(last.since),
    byCountry: last.byCountry,
    before: before && { total: before.total, qualifier: before.qualifier, asOf: iso(before.asOf) },
  };
}
