import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a service is started with. */
export interface Arguments {
  /** The config file, as an absolute path. */
  readonly config: string;
  /** Listen here instead of on settings.listen.port. */
  readonly port?: number;
  /** Instead of settings.dataDir, as an absolute path. */
  readonly dataDir?: string;
}

/** The command line cannot be used; the message says what it takes. */
export class BadArguments extends Error {
  override readonly name = 'BadArguments';
}

/** What `--help` says. */
export function usageOf(service: string): string {
  return `Usage: node apps/${service}/dist/main.js --config FILE [options]

  --config FILE     the barometer.yaml, with store: kafka
  --data DIR        where mails go that no server takes (default: settings.dataDir)
  --port N          the port to listen on (default: settings.listen.port)
  --help            this text`;
}

/** Reads a service's command line; throws `BadArguments`. `'help'` where help was asked for. */
export function readArguments(service: string, args: readonly string[]): Arguments | 'help' {
  const usage = usageOf(service);
  const { help, config, data, port } = parse(args, usage);
  if (help) return 'help';
  if (config === undefined) throw new BadArguments(`--config is missing\n\n${usage}`);
  return {
    config: existing(config),
    ...(data === undefined ? {} : { dataDir: resolve(data) }),
    ...(port === undefined ? {} : { port: portOf(port) }),
  };
}

function parse(args: readonly string[], usage: string) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new BadArguments(`${(error as Error).message}\n\n${usage}`);
  }
}

function existing(path: string): string {
  const file = resolve(path);
  if (!existsSync(file)) throw new BadArguments(`there is no file ${file}`);
  return file;
}

function portOf(text: string): number {
  const port = Number(text);
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new BadArguments(`"${text}" is not a port`);
  return port;
}
