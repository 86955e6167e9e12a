import { StoreFailure } from './failure.js';
import type { Log, LogRecord } from './log.js';

/** What is left of a log: records, and the offset they were read from. */
export interface Left {
  readonly from: number;
  readonly records: readonly LogRecord[];
}

/** Up to `max` records from offset `from` on; where what was there is gone, from where the log begins. */
export async function readLeft(log: Pick<Log, 'read' | 'begin'>, from: number, max: number): Promise<Left> {
  try {
    return { from, records: await log.read(from, max) };
  } catch (error) {
    if (!(error instanceof StoreFailure) || error.code !== 'lost') throw error;
    const begin = await log.begin();
    if (begin <= from) throw error;
    return { from: begin, records: await log.read(begin, max) };
  }
}
