import type { LiveConfig } from '@barometer/config';
import type { Logger } from './logger.js';

/** Logs what each edit of the config came to: every problem with its place, and whether the edit is in effect. */
export function logEdits(config: LiveConfig, logger: Logger): void {
  config.onChange(({ problems, sound, current }) => {
    for (const { file, line, column, path, message, severity } of problems) {
      const level = severity === 'error' ? 'error' : 'warn';
      logger[level]({ place: `${file}:${line}:${column}`, path, problem: message }, 'the edited config has a problem');
    }
    if (sound) logger.info({ definition: current.hash }, 'the edited config is in effect');
    else logger.error({ definition: current.hash }, 'the edited config is not in effect: the last sound one still is');
  });
}
