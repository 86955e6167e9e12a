#!/usr/bin/env node
// Starts one of Barometer's services: the image's command names it.
import { existsSync } from 'node:fs';

const SERVICES = ['collector', 'assessor', 'notifier', 'console', 'standalone'];
const USAGE = `Usage: barometer-service SERVICE [options]

  SERVICE   ${SERVICES.join(', ')}

The options are the service's own: barometer-service SERVICE --help lists them.`;

const [service, ...options] = process.argv.slice(2);
if (service === '--help' || service === '-h') end(USAGE, 0);
if (!SERVICES.includes(service))
  end(`${service === undefined ? 'no service named' : `no service "${service}"`}\n\n${USAGE}`, 2);
const main = new URL(`../apps/${service}/dist/main.js`, import.meta.url);
if (!existsSync(main)) end(`${service} is not built: run npm ci`, 2);

endUntilItCan('SIGTERM');
endUntilItCan('SIGINT');
process.argv = [process.argv[0], main.pathname, ...options];
await import(main.href);

/** The first process of a container ignores a signal without a handler: ends it until the service has a handler of its own. */
function endUntilItCan(signal) {
  const end = () => process.exit(143);
  process.on(signal, end);
  process.on('newListener', (event, listener) => {
    // Not before the new one is there: without any Node would give the signal back.
    if (event === signal && listener !== end) process.nextTick(() => process.off(signal, end));
  });
}

function end(text, code) {
  process[code === 0 ? 'stdout' : 'stderr'].write(`${text}\n`);
  process.exit(code);
}
