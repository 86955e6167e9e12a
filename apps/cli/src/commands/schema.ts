import { configJsonSchema } from '@barometer/config';
import { incidentJsonSchema } from '@barometer/incident';
import { webhookJsonSchema } from '@barometer/notice';
import { Argument, type Command } from 'commander';
import { EXIT } from '../exit.js';
import { writeLine } from '../io.js';
import type { Context } from '../program.js';
import { readingJsonSchema } from '../schema/reading.js';
import { transitionJsonSchema } from '../schema/transition.js';

const SCHEMAS = {
  incident: incidentJsonSchema,
  config: configJsonSchema,
  transition: transitionJsonSchema,
  reading: readingJsonSchema,
  webhook: webhookJsonSchema,
} as const;

const EXAMPLES = `
Examples:
  barometer schema config > barometer.schema.json
  barometer schema transition | jq .properties.reason`;

/** `schema`: a JSON Schema by name. */
export function addSchema(program: Command, { io, found }: Context): void {
  program
    .command('schema')
    .description('print a JSON Schema: what is read, what is written, what is sent')
    .addArgument(new Argument('<name>', 'which').choices(Object.keys(SCHEMAS)))
    .addHelpText('after', EXAMPLES)
    .action(async (name: keyof typeof SCHEMAS) => {
      await writeLine(io, JSON.stringify(SCHEMAS[name](), null, 2));
      found(EXIT.fine);
    });
}
