import { writeJson, writeLine, type Io } from '../io.js';
import { shortSeries } from '../short.js';
import { formatTable, type Cell } from '../table.js';
import { when } from '../when.js';
import type { ReadingLine } from './line.js';
import { openMetrics } from './openmetrics.js';
import type { Samples } from './samples.js';

/** The formats readings are printed in. */
export type ReadingFormat = 'table' | 'ndjson' | 'openmetrics';

/** Prints readings in one format; all but NDJSON at the end. */
export interface ReadingPrinter {
  readonly count: number;
  take(line: ReadingLine): Promise<void>;
  end(): Promise<void>;
}

const HEAD = ['AT', 'WATCH / RULE', 'SERIES', 'VALUE', 'READING'];

/** `samples` are what OpenMetrics prints, in place of the lines. */
export function readingPrinter(io: Io, format: ReadingFormat, samples: Samples): ReadingPrinter {
  const held: ReadingLine[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    async take(line) {
      count += 1;
      if (format === 'ndjson') await writeJson(io, line);
      else if (format === 'table') held.push(line);
    },
    async end() {
      if (format === 'openmetrics') for (const text of openMetrics(samples)) await writeLine(io, text);
      if (format !== 'table' || held.length === 0) return;
      const short = shortSeries(held.map(({ series }) => series));
      await writeLine(
        io,
        formatTable(
          io,
          HEAD,
          held.map((line) => rowOf(line, short)),
        ),
      );
    },
  };
}

function rowOf(line: ReadingLine, short: (series: string) => string): Cell[] {
  const { at, watch, rule, series, known, value, words, provisional } = line;
  const shown = known ? `${Number(value.toPrecision(6))}${provisional ? '?' : ''}` : '-';
  return [
    when(at),
    `${watch} / ${rule}`,
    short(series),
    shown,
    provisional && known ? `${words} (provisional)` : words,
  ];
}
