import { randomUUID } from 'node:crypto';
import { createGazetteer } from '@barometer/gazetteer';
import { kindOf } from '@barometer/indicator';
import { testMessage, type Channel, type Outcome, type Outgoing, type ReceiverDefinition } from '@barometer/notice';
import type { Logger } from '@barometer/service';
import { SECOND, type Clock } from '@barometer/time';
import type { ConsoleConfig } from './ports.js';

/** A channel that has not answered by then is asked to stop. */
const LONGEST = 60 * SECOND;

/** What test messages are made of and sent by. */
export interface TestPorts {
  readonly config: Pick<ConsoleConfig, 'current'>;
  readonly clock: Clock;
  readonly channels: (receiver: ReceiverDefinition) => Channel;
  readonly logger: Logger;
}

/** Sends a receiver's recipients a test message each, once, and answers for all: the first that was not accepted, else the last. */
export async function sendTest(on: TestPorts, name: string): Promise<Outcome> {
  const receiver = on.config.current.receivers.find((one) => one.name === name);
  if (!receiver) return { is: 'refused', why: `no receiver "${name}"` };
  const channel = on.channels(receiver);
  try {
    const outcomes: Outcome[] = [];
    for (const recipient of receiver.recipients)
      outcomes.push(await attempt(on, channel, messageFor(on, name, recipient)));
    return outcomes.find(({ is }) => is !== 'accepted') ?? outcomes.at(-1)!;
  } finally {
    await channel.close();
  }
}

async function attempt({ logger }: TestPorts, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  try {
    return await channel.send(outgoing, AbortSignal.timeout(LONGEST));
  } catch (error) {
    logger.error({ err: error, receiver: outgoing.notice.receiver }, 'a test message broke');
    return { is: 'refused', why: 'the attempt broke; the log says how' };
  }
}

function messageFor({ config, clock }: TestPorts, receiver: string, recipient: string): Outgoing {
  const { publicUrl, timezone, definition } = config.current;
  return testMessage({
    ...{ receiver, recipient, timezone, kindOf, at: clock.now(), nonce: randomUUID() },
    names: createGazetteer(definition.names),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}
