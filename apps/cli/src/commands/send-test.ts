import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '@barometer/config';
import { createGazetteer } from '@barometer/gazetteer';
import { kindOf } from '@barometer/indicator';
import { testMessage, type Outcome, type Outgoing } from '@barometer/notice';
import type { Command } from 'commander';
import { unknown } from '../choose.js';
import { openConfig } from '../definition.js';
import { EXIT } from '../exit.js';
import { note, writeJson, writeLine, type Io } from '../io.js';
import { formatOption, type Context } from '../program.js';
import { formatTable, type Cell } from '../table.js';

interface Options {
  readonly config: string;
  readonly outbox?: true;
  readonly format: 'table' | 'ndjson';
}

const LONGEST = 60_000;
const EXAMPLES = `
Examples:
  barometer send-test desk
  barometer send-test phone -c examples/us-forces/barometer.yaml --outbox`;

/** `send-test`: one message to one receiver. */
export function addSendTest(program: Command, { io, found }: Context): void {
  program
    .command('send-test')
    .description('send a test message to a receiver, once, and show what its server replied; exit 1 if not accepted')
    .argument('<receiver>', 'its name in the config')
    .option('-c, --config <file>', 'the config, - for stdin', 'barometer.yaml')
    .option('--outbox', 'write it to the outbox instead, whatever the receiver is')
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (receiver: string, options: Options) => found(await runSendTest(io, receiver, options)));
}

async function runSendTest(io: Io, name: string, options: Options): Promise<number> {
  const config = await openConfig(io, options.config);
  const receiver = config.receivers.find((one) => one.name === name);
  if (!receiver)
    throw unknown(
      'receiver',
      name,
      config.receivers.map((one) => one.name),
    );
  // Mail and pictures take long to load and no other command needs them.
  const { createChannel } = await import('@barometer/channel');
  const { smtp, dataDir } = config.settings;
  const channel = createChannel(receiver, {
    ...(smtp === undefined ? {} : { smtp }),
    outboxDirectory: join(dataDir, 'outbox'),
    forceOutbox: options.outbox === true,
    allowPrivate: config.settings.webhooks.allowPrivate,
  });
  const outcomes: { recipient: string; outcome: Outcome }[] = [];
  for (const recipient of receiver.recipients) {
    const outgoing = messageFor(config, { receiver: name, recipient, at: io.clock.now() });
    outcomes.push({ recipient, outcome: await channel.send(outgoing, AbortSignal.timeout(LONGEST)) });
  }
  await channel.close();
  if (channel.name === 'outbox') note(io, `outbox: ${join(dataDir, 'outbox')}`);
  await print(io, name, channel.name, outcomes, options);
  return outcomes.every(({ outcome }) => outcome.is === 'accepted') ? EXIT.fine : EXIT.found;
}

function messageFor(
  { definition, publicUrl, timezone }: Config,
  { receiver, recipient, at }: { readonly receiver: string; readonly recipient: string; readonly at: number },
): Outgoing {
  return testMessage({
    ...{ receiver, recipient, at, timezone, kindOf, nonce: randomUUID() },
    names: createGazetteer(definition.names),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}

async function print(
  io: Io,
  receiver: string,
  channel: string,
  outcomes: readonly { readonly recipient: string; readonly outcome: Outcome }[],
  { format }: Options,
): Promise<void> {
  if (format === 'ndjson') {
    for (const { recipient, outcome } of outcomes)
      await writeJson(io, { v: 1, receiver, channel, recipient, outcome: outcome.is, reply: replyOf(outcome) });
    return;
  }
  const rows = outcomes.map(({ recipient, outcome }): Cell[] => [
    recipient,
    channel,
    { text: outcome.is, colour: outcome.is === 'accepted' ? 'green' : 'red' },
    replyOf(outcome),
  ]);
  await writeLine(io, formatTable(io, ['RECIPIENT', 'CHANNEL', 'OUTCOME', 'REPLY'], rows));
}

function replyOf(outcome: Outcome): string {
  return outcome.is === 'accepted' ? outcome.reply : outcome.why;
}
