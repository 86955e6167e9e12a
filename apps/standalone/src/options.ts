import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseInstant, type Instant } from '@barometer/time';

/** What to run: the bundled example, or a config of one's own. */
export interface Options {
  readonly config: string;
  /** Incidents to import as history before the first live one. */
  readonly history?: string;
  readonly dataDir?: string;
  readonly port?: number;
  /** The bundled example: mails go to the outbox whatever else is configured. */
  readonly example: boolean;
  /** Where pages open while nothing live has come in. */
  readonly defaultAt?: Instant;
}

/** The command line cannot be used; the message says what it takes. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions';
}

const EXAMPLE = resolve(import.meta.dirname, '../../../examples/us-forces');
/** The day the pages of the example open at: the day after three were killed at Tower 22. */
const EXAMPLE_DAY = '2024-01-29T23:59:59.999Z';

/** What `--help` prints. */
export const USAGE = `Usage: npm start -- [CONFIG] [options]

  CONFIG            a barometer.yaml; without one the bundled example runs
  --history FILE    incidents (NDJSON or a JSON array, in order of reporting) to import before the first live one
  --data DIR        where journal, alerts and outbox are kept (default: settings.dataDir)
  --port N          the port to listen on (default: settings.listen.port)
  --help            this text`;

/** Reads the command line; throws `BadOptions`. `'help'` where help was asked for. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [config] = positionals;
  const common = {
    ...(values.data === undefined ? {} : { dataDir: resolve(values.data) }),
    ...(values.port === undefined ? {} : { port: portOf(values.port) }),
  };
  if (config === undefined) return { ...exampleOptions(), ...common };
  const history = values.history === undefined ? {} : { history: existing(values.history) };
  return { config: existing(config), example: false, ...history, ...common };
}

/** The bundled example: the config, its incidents, and the day its pages open at. */
export function exampleOptions(): Options {
  return {
    config: resolve(EXAMPLE, 'barometer.yaml'),
    history: resolve(EXAMPLE, 'incidents.ndjson'),
    example: true,
    defaultAt: parseInstant(EXAMPLE_DAY).at,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        history: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new BadOptions(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function existing(path: string): string {
  const file = resolve(path);
  if (!existsSync(file)) throw new BadOptions(`there is no file ${file}`);
  return file;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new BadOptions(`"${text}" is not a port`);
  return port;
}
