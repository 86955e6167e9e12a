import type { Config } from '@barometer/config';
import type { Pending } from '@barometer/desk';
import { createGazetteer } from '@barometer/gazetteer';
import {
  digestsDue,
  mailDomain,
  newPlan,
  planGroup,
  type Placed,
  type PlannedNotice,
  type Policy,
} from '@barometer/notice';
import { parseInstant } from '@barometer/time';

/** Counts what each receiver would be sent: groups of transitions at once, and daily digests. */
export class Notices {
  private readonly plan = newPlan();
  private readonly policy: Policy;
  private readonly counts: Map<string, number>;
  private group: Placed[] = [];
  private offset = 0;

  constructor(config: Config) {
    const { routes, receivers, timezone, definition, publicUrl } = config;
    this.policy = {
      ...{ routes, receivers, timezone, names: createGazetteer(definition.names), domain: mailDomain(publicUrl) },
      takesHistory: () => true,
    };
    this.counts = new Map(receivers.map(({ name }) => [name, 0]));
  }

  /** Takes a transition in; a group is planned when it is whole. */
  take({ transition, place }: Pending): void {
    this.group.push({ transition, place, offset: this.offset++ });
    if (this.group.length < transition.group.size) return;
    this.count(digestsDue(this.plan, parseInstant(transition.at).at - 1, this.policy));
    this.count(planGroup(this.plan, this.group, this.policy));
    this.group = [];
  }

  /** Notices by receiver, digests not yet due among them. */
  total(): ReadonlyMap<string, number> {
    this.count(digestsDue(this.plan, Infinity, this.policy));
    return this.counts;
  }

  private count(notices: readonly PlannedNotice[]): void {
    for (const { notice } of notices) this.counts.set(notice.receiver, (this.counts.get(notice.receiver) ?? 0) + 1);
  }
}
