#!/usr/bin/env node
// Asks services at the addresses given whether they are ready; exit 1 unless all are within 30 s.
const PATIENCE = 30_000;
const addresses = process.argv.slice(2);
if (addresses.length === 0) {
  process.stderr.write('Usage: barometer-ready URL...\n');
  process.exit(2);
}
const until = Date.now() + PATIENCE;
const answers = await Promise.all(addresses.map(untilReady));
process.exit(answers.every(Boolean) ? 0 : 1);

async function untilReady(address) {
  for (;;) {
    const { ready, words } = await ask(address);
    if (ready || Date.now() > until) {
      process.stdout.write(`${address}: ${words}\n`);
      return ready;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function ask(address) {
  try {
    const answer = await fetch(new URL('/readyz', address), { signal: AbortSignal.timeout(5_000) });
    return { ready: answer.ok, words: answer.ok ? 'ready' : `not ready: ${await answer.text()}` };
  } catch (error) {
    return { ready: false, words: `no answer: ${error.cause?.code ?? error.message}` };
  }
}
