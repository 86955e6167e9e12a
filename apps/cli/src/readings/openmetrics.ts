import { parseInstant } from '@barometer/time';
import type { ReadingLine } from './line.js';

/** Known readings in OpenMetrics 1.0 text, each series in one piece: `barometer_reading` is named as on /metrics. */
export function* openMetrics(lines: readonly ReadingLine[]): Iterable<string> {
  yield '# TYPE barometer_reading gauge';
  yield '# HELP barometer_reading The reading of a series at a time.';
  for (const [labels, samples] of bySeries(lines)) {
    for (const { at, value } of samples) yield `barometer_reading${labels} ${value} ${parseInstant(at).at / 1_000}`;
  }
  yield '# EOF';
}

function bySeries(lines: readonly ReadingLine[]): Map<string, ReadingLine[]> {
  const found = new Map<string, ReadingLine[]>();
  for (const line of lines) {
    if (!line.known) continue;
    const labels = `{watch="${escape(line.watch)}",rule="${escape(line.rule)}",series="${escape(line.series)}"}`;
    const samples = found.get(labels);
    if (samples) samples.push(line);
    else found.set(labels, [line]);
  }
  return found;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
