import { systemClock } from '@barometer/service';
import { run } from './run.js';

const { stdin, stdout, stderr, env } = process;
// A closed pipe is met where the next line is written.
stdout.on('error', () => {});
stderr.on('error', () => {});
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, clock: systemClock });
// stdin may still be open when no more of it is needed.
stdin.destroy();
