import { isPair, isScalar, visit, type Scalar } from 'yaml';
import { rangeOf, type Source } from '../problems/locate.js';
import type { Report } from '../problems/report.js';

const BOOLEAN = /^(?:y|n|yes|no|on|off)$/i;
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const TRUE = /^(?:y|yes|on)$/i;

/** Warns of unquoted words that YAML 1.1 tools, Helm among them, would read as true, false or a number; here they are text. */
export function warnOfOldYaml(source: Source, report: Report): void {
  visit(source.document, {
    Pair: (_, pair) => {
      if (isPair(pair) && isScalar(pair.key)) check(pair.key, report);
    },
    Scalar: (key, scalar) => {
      if (key !== 'key') check(scalar, report);
    },
  });
}

function check(scalar: Scalar, report: Report): void {
  const text = scalar.value;
  const range = rangeOf(scalar);
  if (scalar.type !== 'PLAIN' || typeof text !== 'string' || !range) return;
  const read = BOOLEAN.test(text) ? String(TRUE.test(text)) : SEXAGESIMAL.test(text) ? 'a number' : undefined;
  if (read === undefined) return;
  report.at(
    range.from,
    range.to,
    `YAML 1.1 tools such as Helm read ${text} as ${read}: quote it, "${text}"`,
    'warning',
  );
}
