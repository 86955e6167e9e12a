import type { AlertRecord, Transition } from '@barometer/alert';
import { further, outcomeOf, stageKey, STAGES } from '@barometer/notice';
import type { Channel, DeliveryRow, Outcome, Outgoing, PlannedRow, ReceiverDefinition } from '@barometer/notice';
import type { Logger } from '@barometer/service';
import { readLeft, type Stores } from '@barometer/store';
import { iso, SECOND, type Clock } from '@barometer/time';
import type { ConsoleConfig } from './ports.js';
import { isGivenUp } from './views/deliveries.js';

/** A channel that has not answered by then is asked to stop. */
const LONGEST = 60 * SECOND;

/** What a notice is sent again from, and by. */
export interface AgainPorts {
  readonly stores: Pick<Stores, 'deliveries' | 'alerts'>;
  readonly config: Pick<ConsoleConfig, 'current'>;
  readonly clock: Clock;
  readonly channels: (receiver: ReceiverDefinition) => Channel;
  readonly logger: Logger;
}

/** One delivery, and who asks for it. */
export interface Asked {
  readonly notice: string;
  readonly recipient: string;
  readonly by: string;
}

/** A delivery that may not be sent again; the message says why. */
export class NotGivenUp extends Error {
  override readonly name = 'NotGivenUp';
}

/**
 * Sends a notice that was given up once more, as it was planned and under its id, but without a chart; notes in the ledger what became of
 * it. `undefined` where no such delivery was planned; throws `NotGivenUp`.
 */
export async function sendAgain(on: AgainPorts, { notice, recipient, by }: Asked): Promise<Outcome | undefined> {
  const rows = await rowsOf(on.stores.deliveries, notice, recipient);
  const planned = rows.find((row): row is PlannedRow => row.stage === 'planned');
  if (!planned) return undefined;
  const last = rows.reduce(further);
  if (!isGivenUp(last)) throw new NotGivenUp(`only what was given up is sent again; this is ${last.stage}`);
  const receiver = on.config.current.receivers.find(({ name }) => name === planned.receiver);
  if (!receiver) throw new NotGivenUp('the receiver is no longer in the config');
  const outgoing = await outgoingOf(on, planned);
  const outcome = await attempt(on, on.channels(receiver), outgoing);
  await note(on, planned, { ...afterwards(last, outcome, iso(on.clock.now())), by });
  return outcome;
}

async function rowsOf(ledger: Stores['deliveries'], notice: string, recipient: string): Promise<DeliveryRow[]> {
  const texts = await Promise.all(STAGES.map((stage) => ledger.get(stageKey(notice, recipient, stage))));
  return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as DeliveryRow]));
}

async function outgoingOf({ stores, clock }: AgainPorts, planned: PlannedRow): Promise<Outgoing> {
  const transitions: Transition[] = [];
  for (const offset of planned.offsets) {
    const [record] = (await readLeft(stores.alerts, offset, 1)).records;
    if (record?.offset === offset) transitions.push((JSON.parse(record.value) as AlertRecord).transition);
  }
  const { notice: id, receiver, watch, kind, history, notedAt: at, message, recipient, key, thread } = planned;
  const notice = { id, receiver, watch, transitions, kind, history, at };
  return { notice, message, recipient, key, thread, at: clock.now() };
}

async function attempt({ logger }: AgainPorts, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  try {
    return await channel.send(outgoing, AbortSignal.timeout(LONGEST));
  } catch (error) {
    logger.error({ err: error, notice: outgoing.notice.id }, 'a notice sent again broke');
    return { is: 'refused', why: 'the attempt broke; the log says how' };
  } finally {
    await channel.close();
  }
}

type Reached = Pick<DeliveryRow, 'stage' | 'attempts' | 'times' | 'why' | 'reply'>;

/** Where it stands then: accepted, or given up as before for the reason of this time. */
function afterwards(last: DeliveryRow, outcome: Outcome, now: string): Reached {
  const tried = { attempts: last.attempts + 1, times: { ...last.times, attempted: now } };
  if (outcome.is !== 'accepted') return { ...tried, stage: last.stage, why: outcome.why };
  return {
    attempts: tried.attempts,
    times: { ...tried.times, accepted: now },
    stage: 'accepted',
    reply: outcome.reply,
  };
}

/** What was sent is answered, whether or not it can be noted. */
async function note({ stores, logger }: AgainPorts, planned: PlannedRow, reached: Partial<DeliveryRow>): Promise<void> {
  const row: DeliveryRow = { ...outcomeOf(planned), ...reached };
  try {
    await stores.deliveries.put([[stageKey(row.notice, row.recipient, row.stage), JSON.stringify(row)]]);
  } catch (error) {
    logger.error({ err: error, notice: row.notice }, 'a notice was sent again, and the ledger does not know');
  }
}
