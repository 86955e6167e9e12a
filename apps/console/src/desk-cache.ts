import { deskAt, type DeskView } from '@barometer/desk';
import type { Log } from '@barometer/store';
import type { Instant } from '@barometer/time';

const KEPT = 4;

/** Desks as known at past instants, the last few kept while the journal stands still. */
export class DeskCache {
  private readonly kept = new Map<Instant, Promise<DeskView>>();
  private end = -1;

  constructor(private readonly journal: Log) {}

  async at(at: Instant): Promise<DeskView> {
    const end = await this.journal.end();
    if (end !== this.end) this.kept.clear();
    this.end = end;
    const known = this.kept.get(at);
    if (known) return known;
    const made = deskAt(this.journal, at);
    this.kept.set(at, made);
    made.catch(() => this.kept.delete(at));
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return made;
  }
}
