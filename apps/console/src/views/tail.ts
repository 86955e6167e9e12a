import { readLeft, type Log, type LogRecord } from '@barometer/store';

const BATCH = 1_000;

/** Reads on in a log to its end, handing over what is new; calls at the same time share one reading. */
export interface Tail {
  catchUp(): Promise<void>;
}

/** A tail from the log's start, or from where it begins; `take` sees each record still there once, in order. */
export function createTail(log: Log, take: (record: LogRecord) => void): Tail {
  let next = 0;
  let reading: Promise<void> | undefined;
  const readOn = async () => {
    for (;;) {
      const { from, records } = await readLeft(log, next, BATCH);
      next = from;
      for (const record of records) take(record);
      if (records.length === 0) return;
      next = records[records.length - 1]!.offset + 1;
    }
  };
  return {
    catchUp() {
      reading ??= readOn().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}
