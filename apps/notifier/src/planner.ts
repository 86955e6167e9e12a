import { createGazetteer } from '@barometer/gazetteer';
import { kindOf } from '@barometer/indicator';
import {
  compose,
  deliveryKey,
  digestsDue,
  endSilences,
  mailDomain,
  nextDigest,
  nextSilenceEnd,
  planGroup,
  stillOpen,
  takeAct,
  threadOf,
  type ComposeContext,
  type Names,
  type Placed,
  type PlannedNotice,
  type PlannedRow,
  type Policy,
} from '@barometer/notice';
import { persist, type Sleep } from '@barometer/service';
import { iso, parseInstant, type Clock, type Instant } from '@barometer/time';
import type { ChannelSet } from './channel-set.js';
import { checkpointRows, takeOver, type Checkpoint } from './checkpoint.js';
import type { Group, Inputs, Positions } from './inputs.js';
import type { Ledger } from './ledger.js';
import type { NotifierConfig, NotifierConfigSource, NotifierLog } from './ports.js';
import type { Term } from './term.js';

/** Plans written before the next are made: some megabytes at most. */
const MOST_ROWS = 200;

/** What one step of planning made. */
export interface Planned {
  /** Deliveries that are now to be attempted. */
  readonly planned: number;
  /** True when nothing more was there to read. */
  readonly atEnd: boolean;
}

/** What a step needs of its surroundings. */
export interface Surroundings {
  /** Resolves once the assessor has passed a journal place. */
  assessed(place: number): Promise<void>;
  /** Takes what is written and to be attempted. */
  deliver(rows: readonly PlannedRow[]): void;
}

/** The term is over: another process plans by now, and nothing may be written. */
export class NotActive extends Error {
  override readonly name = 'NotActive';
}

/** Folds transitions and acts into plans, and writes each plan with the place it goes on from, all or none. */
export class Planner {
  private checkpoint: Checkpoint | undefined;
  private names: { readonly of: unknown; readonly names: Names } | undefined;
  /** Plans made and not yet written. */
  private sheet: PlannedRow[] = [];
  /** First offset of `alerts` that is not planned, with all plans before it written. */
  private next = 0;

  constructor(
    private readonly on: {
      readonly inputs: Inputs;
      readonly ledger: Ledger;
      readonly channels: ChannelSet;
      readonly config: NotifierConfigSource;
      readonly clock: Clock;
      readonly sleep: Sleep;
      readonly logger: NotifierLog;
    },
  ) {}

  /** Takes over from the last plan that was written. */
  async load(term: Term): Promise<void> {
    this.sheet = [];
    this.checkpoint = await this.persist(term, () => takeOver(this.on.ledger, this.on.inputs));
    this.next = this.on.inputs.positions().alerts;
  }

  /** True once the first live entry was met. */
  get live(): boolean {
    return this.at.live;
  }

  /** Whether an alert has not ended, as far as was planned. */
  has(alertId: string): boolean {
    return this.at.plan.alerts.has(alertId);
  }

  /** Records of the alert log that are not planned yet. */
  behind(): Promise<number> {
    return this.on.inputs.behind(this.next);
  }

  /** When something falls due without new input; `Infinity` for never. Before the first live entry no clock counts. */
  get due(): Instant {
    return this.live ? Math.min(nextDigest(this.at.plan), nextSilenceEnd(this.at.plan)) : Infinity;
  }

  /** Reads what there is, plans it, writes the plan, hands over what is to be attempted; throws `NotActive`. */
  async step(term: Term, { assessed, deliver }: Surroundings): Promise<Planned> {
    const { inputs, clock } = this.on;
    const policy = this.policy();
    const wasLive = this.live;
    let planned = 0;
    const write = async (positions: Positions) => {
      const rows = await this.write(term, positions);
      planned += rows.length;
      deliver(rows);
    };
    const { groups, atEnd } = await inputs.groups();
    await this.planAll(groups, policy, write);
    if (atEnd && !this.live) await this.lookForLive(policy, { assessed, write });
    if (atEnd && this.live) {
      const now = clock.now();
      this.note([...digestsDue(this.at.plan, now, policy), ...endSilences(this.at.plan, now, policy)]);
    }
    if (this.sheet.length > 0 || groups.length > 0 || this.live !== wasLive) await write(inputs.positions());
    this.next = inputs.positions().alerts;
    return { planned, atEnd };
  }

  /** At the end of the log, the first live entry of the journal ends history, with all that the assessor made of it. */
  private async lookForLive(
    policy: Policy,
    { assessed, write }: Pick<Surroundings, 'assessed'> & { readonly write: (positions: Positions) => Promise<void> },
  ): Promise<void> {
    const { inputs } = this.on;
    const first = await inputs.firstLive();
    if (!first) return;
    await assessed(first.place);
    const late = await inputs.groups();
    await this.planAll(late.groups, policy, write);
    if (late.atEnd) this.note(this.becomeLive(first.at, policy));
  }

  private async planAll(
    groups: readonly Group[],
    policy: Policy,
    write: (positions: Positions) => Promise<void>,
  ): Promise<void> {
    for (const { placed, positions } of groups) {
      this.note(await this.planOne(placed, policy));
      if (this.sheet.length >= MOST_ROWS) await write({ ...positions, acts: this.on.inputs.positions().acts });
    }
  }

  private note(notices: readonly PlannedNotice[]): void {
    this.sheet.push(...notices.flatMap((planned) => this.rowsOf(planned)));
  }

  private async planOne(group: readonly Placed[], policy: Policy): Promise<PlannedNotice[]> {
    const { transition, place } = group[0]!;
    const { plan } = this.at;
    const at = parseInstant(transition.at).at;
    const notices = this.live || transition.history ? [] : this.becomeLive(at, policy);
    for (const act of await this.on.inputs.actsUpTo(place)) takeAct(plan, act);
    return [...notices, ...digestsDue(plan, at - 1, policy), ...planGroup(plan, group, policy)];
  }

  /** History ends: its last digests, then one notice a receiver of what is still open. */
  private becomeLive(at: Instant, policy: Policy): PlannedNotice[] {
    this.at.live = true;
    return [...digestsDue(this.at.plan, Infinity, policy), ...stillOpen(this.at.plan, at, policy)];
  }

  /** Writes what stands on the sheet, and answers what of it is to be attempted. */
  private async write(term: Term, positions: Positions): Promise<PlannedRow[]> {
    const rows = this.sheet;
    const goingOn = checkpointRows(this.at, positions);
    await this.persist(term, async () => {
      if (!term.active()) throw new NotActive('another process plans now');
      await this.on.ledger.plan(rows, goingOn);
    });
    this.sheet = [];
    this.at.plan.touched.clear();
    return rows.filter(({ stage }) => stage === 'planned');
  }

  private persist<T>({ signal }: Term, work: () => Promise<T>): Promise<T> {
    const { sleep, logger } = this.on;
    return persist(work, { sleep, logger, signal });
  }

  /** One row a recipient. */
  private rowsOf(planned: PlannedNotice): PlannedRow[] {
    const { notice } = planned;
    const config = this.on.config.current;
    const open = this.on.channels.of(notice.receiver);
    const withheld = planned.withheld ?? (open ? undefined : 'the receiver is no longer in the config');
    const { chartOf, ...message } = compose(notice, this.contextOf(planned, config));
    const domain = mailDomain(config.publicUrl);
    return (open?.receiver.recipients ?? ['none']).map((recipient) => {
      const thread = threadOf(notice.id, recipient, planned.links, domain);
      return {
        ...{
          notice: notice.id,
          receiver: notice.receiver,
          recipient,
          channel: open?.channel.name ?? 'other',
          kind: notice.kind,
          watch: notice.watch,
        },
        stage: withheld === undefined ? 'planned' : 'withheld',
        alerts: [...new Set(notice.transitions.map(({ alertId }) => alertId))],
        ...{
          history: notice.history,
          subject: message.subject,
          first: message.first,
          level: message.level,
          messageId: thread.messageId,
        },
        times: timesOf(planned, this.on.clock.now()),
        attempts: 0,
        ...(withheld === undefined ? {} : { why: withheld }),
        ...{ order: this.at.order++, key: deliveryKey(notice.id, recipient), thread, message, notedAt: notice.at },
        ...(chartOf ? { chartOf: notice.transitions.indexOf(chartOf) } : {}),
        offsets: planned.offsets,
      };
    });
  }

  private contextOf(planned: PlannedNotice, config: NotifierConfig): ComposeContext {
    const { routing, known, before } = planned;
    const base = config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl };
    return { ...base, timezone: config.timezone, names: this.namesOf(config), kindOf, routing, known, before };
  }

  private policy(): Policy {
    const config = this.on.config.current;
    const { routes, receivers, timezone } = config;
    const takesHistory = (receiver: string) => this.on.channels.of(receiver)?.channel.name === 'outbox';
    return {
      routes,
      receivers,
      timezone,
      names: this.namesOf(config),
      domain: mailDomain(config.publicUrl),
      takesHistory,
    };
  }

  private namesOf({ definition }: NotifierConfig): Names {
    if (this.names?.of !== definition) this.names = { of: definition, names: createGazetteer(definition.names) };
    return this.names.names;
  }

  private get at(): Checkpoint {
    if (!this.checkpoint) throw new Error('planning was not loaded');
    return this.checkpoint;
  }
}

function timesOf({ notice, known }: PlannedNotice, now: Instant): PlannedRow['times'] {
  const [first] = notice.transitions;
  const top = first?.evidence[0];
  const assessed = first && known.get(first.alertId)?.last.writtenAt;
  const reported = Math.max(-Infinity, ...(top?.reports ?? []).map(({ reportedAt }) => parseInstant(reportedAt).at));
  return {
    ...(top ? { happened: top.at } : {}),
    ...(Number.isFinite(reported) ? { reported: iso(reported) } : {}),
    ...(first ? { recorded: first.at } : {}),
    ...(assessed === undefined ? {} : { assessed }),
    planned: iso(now),
  };
}
