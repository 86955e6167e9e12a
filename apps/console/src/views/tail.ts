import { StoreFailure, type Log, type LogRecord } from '@barometer/store';

const BATCH = 1_000;

/** Reads on in a log to its end, handing over what is new; calls at the same time share one reading. */
export interface Tail {
  catchUp(): Promise<void>;
}

/** A tail from where the log begins; `take` sees each record still there once, in order. */
export function createTail(log: Log, take: (record: LogRecord) => void): Tail {
  let next: number | undefined;
  let reading: Promise<void> | undefined;
  const readOn = async () => {
    for (;;) {
      const records = await read();
      for (const record of records) take(record);
      if (records.length === 0) return;
      next = records[records.length - 1]!.offset + 1;
    }
  };
  const read = async () => {
    next ??= await log.begin();
    try {
      return await log.read(next, BATCH);
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.code !== 'lost') throw error;
      next = await log.begin();
      return log.read(next, BATCH);
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
