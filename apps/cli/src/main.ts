import type { Clock } from '@barometer/time';
import { run } from './run.js';

// The clock of @barometer/service would load a web framework with it.
const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
const { stdin, stdout, stderr, env } = process;
// A closed pipe is met where the next line is written.
stdout.on('error', () => {});
stderr.on('error', () => {});
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, clock });
// stdin may still be open when no more of it is needed.
stdin.destroy();
