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
import { iso, parseInstant, type Clock, type Instant } from '@barometer/time';
import type { ChannelSet } from './channel-set.js';
import { checkpointRows, loadCheckpoint, type Checkpoint } from './checkpoint.js';
import type { Inputs } from './inputs.js';
import type { Ledger } from './ledger.js';
import type { NotifierConfig, NotifierConfigSource } from './ports.js';

/** What one step of planning made: the deliveries now to be attempted. */
export interface Planned {
  readonly rows: readonly PlannedRow[];
  /** True when nothing more was there to read. */
  readonly atEnd: boolean;
}

/** Folds transitions and acts into plans, and writes each plan with the place it goes on from, all or none. */
export class Planner {
  private checkpoint: Checkpoint | undefined;
  private names: { readonly of: unknown; readonly names: Names } | undefined;

  constructor(
    private readonly on: {
      readonly inputs: Inputs;
      readonly ledger: Ledger;
      readonly channels: ChannelSet;
      readonly config: NotifierConfigSource;
      readonly clock: Clock;
    },
  ) {}

  /** Goes back to the last plan that was written. */
  async load(): Promise<void> {
    this.checkpoint = await loadCheckpoint(this.on.ledger, this.on.inputs);
  }

  /** True once the first live entry was met. */
  get live(): boolean {
    return this.at.live;
  }

  /** When something falls due without new input; `Infinity` for never. Before the first live entry no clock counts. */
  get due(): Instant {
    return this.live ? Math.min(nextDigest(this.at.plan), nextSilenceEnd(this.at.plan)) : Infinity;
  }

  /** Reads what there is, plans it, writes the plan. `assessed` waits until the assessor has passed a journal place. */
  async step(assessed: (place: number) => Promise<void>): Promise<Planned> {
    const { inputs, clock } = this.on;
    const policy = this.policy();
    const notices: PlannedNotice[] = [];
    const wasLive = this.live;
    const { groups, atEnd } = await inputs.groups();
    for (const group of groups) notices.push(...(await this.planOne(group, policy)));
    if (atEnd && !this.live) {
      const first = await inputs.firstLive();
      if (first) {
        await assessed(first.place);
        const late = await inputs.groups();
        for (const group of late.groups) notices.push(...(await this.planOne(group, policy)));
        if (late.atEnd) notices.push(...this.becomeLive(first.at, policy));
      }
    }
    if (atEnd && this.live)
      notices.push(...digestsDue(this.at.plan, clock.now(), policy), ...endSilences(this.at.plan, clock.now(), policy));
    return { rows: await this.write(notices, groups.length > 0 || this.live !== wasLive), atEnd };
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

  private async write(notices: readonly PlannedNotice[], moved: boolean): Promise<PlannedRow[]> {
    if (notices.length === 0 && !moved) return [];
    const rows = notices.flatMap((planned) => this.rowsOf(planned));
    const { ledger, inputs } = this.on;
    await ledger.write([...rows.flatMap((row) => ledger.planned(row)), ...checkpointRows(this.at, inputs.positions())]);
    this.at.plan.touched.clear();
    return rows.filter(({ stage }) => stage === 'planned');
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
        stage: withheld === undefined ? 'planned' : 'expired',
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
