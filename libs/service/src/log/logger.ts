import type { LoggerService } from '@nestjs/common';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { cleanText, cleanValue } from './clean.js';

export type { Logger } from 'pino';

/** How much is logged. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** JSON lines on stderr (or `to`): untrusted text only ever stands in values, cleaned and bounded; secrets are hidden by name. */
export function createLogger(options: { readonly level: LogLevel; readonly to?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: {},
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (object) => cleanValue(object) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          // Never more than values and a message: text is no format string.
          const cleaned = args.slice(0, 2).map((arg) => (typeof arg === 'string' ? cleanText(arg) : asObject(arg)));
          method.apply(this, cleaned as Parameters<typeof method>);
        },
      },
    },
    options.to ?? destination({ dest: 2, sync: true }),
  );
}

function asObject(arg: unknown): unknown {
  return arg instanceof Error ? { err: arg } : arg;
}

/** NestJS's own lines through our logger: its routine chatter is debug, its warnings and errors keep their level. */
export function nestLogger(logger: Logger): LoggerService {
  const say =
    (level: 'debug' | 'warn' | 'error') =>
    (message: unknown, ...rest: unknown[]) =>
      logger[level]({ nest: message, context: rest.at(-1) }, 'framework');
  return {
    log: say('debug'),
    debug: say('debug'),
    verbose: say('debug'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('error'),
  };
}
