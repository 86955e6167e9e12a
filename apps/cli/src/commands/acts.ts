import { iso, parseAsOf, parseDuration, type Instant } from '@barometer/time';
import { InvalidArgumentError, type Command } from 'commander';
import { CannotRun, EXIT } from '../exit.js';
import { writeJson, writeLine, type Io } from '../io.js';
import { formatOption, type Context } from '../program.js';
import { Client, type ServerOptions } from '../server/client.js';
import { when } from '../when.js';

interface ActOptions extends ServerOptions {
  readonly by?: string;
  readonly format: 'table' | 'ndjson';
}

type Matchers = Readonly<Record<string, readonly string[]>>;
const MATCHED = ['watch', 'rule', 'series', 'alertId', 'level'];

/** What operators do to a running Barometer: acknowledge, silence, end a silence. */
export function addActs(program: Command, context: Context): void {
  addAcknowledge(program, context);
  addSilence(program, context);
  addEndSilence(program, context);
}

function addAcknowledge(program: Command, { io, found }: Context): void {
  act(program, 'acknowledge', 'say that somebody looks after an alert; it holds nothing back')
    .argument('<alert>', 'its id')
    .option('--note <text>', 'what others should know')
    .addHelpText('after', '\nExample:\n  barometer acknowledge K7Q2M4T8WZ --by duty --note "calling the base"')
    .action(async (alert: string, options: ActOptions & { note?: string }) => {
      const client = new Client(io, options);
      const body = { by: client.operator(options.by), ...(options.note === undefined ? {} : { note: options.note }) };
      const reply = await client.ask('POST', `api/v1/alerts/${encodeURIComponent(alert)}/acknowledge`, { body });
      await tell(io, options, reply, `${alert} acknowledged by ${body.by}`);
      found(EXIT.fine);
    });
}

function addSilence(program: Command, { io, found }: Context): void {
  act(program, 'silence', 'hold notices back until an end; a rise in level breaks through')
    .requiredOption('--match <key=value[,value]…>', `what it is about: ${MATCHED.join(', ')}; all must match`, matcher)
    .requiredOption('--reason <text>', 'why, for those who wonder')
    .requiredOption('--until <time>', 'its end: a time, or how long from now, as in 4h')
    .addHelpText(
      'after',
      '\nExample:\n  barometer silence --match watch=us-forces --match rule=surge,daily-count --reason "exercise" --until 4h',
    )
    .action(async (options: ActOptions & { match: Matchers; reason: string; until: string }) => {
      const client = new Client(io, options);
      const until = endOf(options.until, io.clock.now());
      const { match: matchers, reason } = options;
      const body = { matchers, reason, until: iso(until), by: client.operator(options.by) };
      const reply = await client.ask<{ id: string }>('POST', 'api/v1/silences', { body });
      await tell(io, options, reply, `silence ${reply.id} until ${when(until)}`);
      found(EXIT.fine);
    });
}

function addEndSilence(program: Command, { io, found }: Context): void {
  act(program, 'end-silence', 'end a silence before its time')
    .argument('<silence>', 'its id')
    .addHelpText('after', '\nExample:\n  barometer end-silence 3f9c0a7be21d --by duty')
    .action(async (silence: string, options: ActOptions) => {
      const client = new Client(io, options);
      const body = { by: client.operator(options.by) };
      const reply = await client.ask('POST', `api/v1/silences/${encodeURIComponent(silence)}/end`, { body });
      await tell(io, options, reply, `silence ${silence} ended by ${body.by}`);
      found(EXIT.fine);
    });
}

function act(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--by <name>', 'who you are; else your login name')
    .option('--url <address>', 'where it runs; else $BAROMETER_URL, else http://127.0.0.1:8080')
    .option('--token-file <file>', 'a file with a token of the role act; else $BAROMETER_TOKEN_FILE')
    .addOption(formatOption());
}

async function tell(io: Io, { format }: ActOptions, reply: unknown, words: string): Promise<void> {
  if (format === 'ndjson') await writeJson(io, reply);
  else await writeLine(io, words);
}

function matcher(text: string, before: Matchers = {}): Matchers {
  const at = text.indexOf('=');
  const key = text.slice(0, at);
  if (at < 1 || !MATCHED.includes(key))
    throw new InvalidArgumentError(`write key=value with a key of ${MATCHED.join(', ')}.`);
  // A series holds `=` and may hold commas: it is one value.
  const values = key === 'series' ? [text.slice(at + 1)] : text.slice(at + 1).split(',');
  return { ...before, [key]: [...(before[key] ?? []), ...values] };
}

function endOf(text: string, now: Instant): Instant {
  if (/^\d+(ms|[wdhms])/.test(text)) return now + told(() => parseDuration(text));
  return told(() => parseAsOf(text));
}

function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CannotRun(`--until: ${(error as Error).message}`);
  }
}
