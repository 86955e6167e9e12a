import type { Samples } from './samples.js';

/** OpenMetrics 1.0 text: each metric and each series in one piece, as readers of it ask for. */
export function* openMetrics({ families }: Samples): Iterable<string> {
  for (const { name, help, series } of families) {
    if (series.size === 0) continue;
    yield `# TYPE ${name} gauge`;
    yield `# HELP ${name} ${help}`;
    for (const [labels, samples] of series)
      for (const [at, value] of samples) yield `${name}${labels} ${number(value)} ${at}`;
  }
  yield '# EOF';
}

function number(value: number): string {
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
}
