import type { Log, LogRecord } from '@barometer/store';

/** Every record of a log, from its start to the end it has now. */
export async function* recordsOf(log: Log): AsyncIterable<LogRecord> {
  for (let next = 0; ;) {
    const records = await log.read(next, 1_000);
    if (records.length === 0) return;
    yield* records;
    next = records.at(-1)!.offset + 1;
  }
}
