import type { FieldSpec, Fields, FieldValue } from '@barometer/indicator';
import { DAY, parseDuration } from '@barometer/time';
import type { Comparison, Condition, Operator } from './rule.js';

/** A condition that cannot be read: where in its text, and what is allowed there. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
  constructor(
    message: string,
    /** Characters from the start of the condition's text. */
    readonly offset: number,
    readonly allowed: readonly string[] = [],
  ) {
    super(message);
  }
}

const OPERATORS: readonly Operator[] = ['<', '<=', '>', '>=', '==', '!='];
const JOINED_OTHERWISE = /\bor\b|[|&,;]/i;
const COMPARISON = /^\s*([A-Za-z_]\w*)\s*(?:(<=|>=|==|!=|<|>|=)\s*(\S+))?\s*$/;

/** Reads `field op value and …`; a bare field must be boolean, and days take `30d`, `36h` or a number. Throws `ConditionError`. */
export function parseCondition(text: string, fields: readonly FieldSpec[]): Condition {
  const all: Comparison[] = [];
  let offset = 0;
  for (const part of text.split(/\band\b/)) {
    all.push(parseComparison(part, offset, fields));
    offset += part.length + 3;
  }
  return { text: all.map((c) => sayComparison(c, fields)).join(' and '), all };
}

function parseComparison(part: string, offset: number, fields: readonly FieldSpec[]): Comparison {
  const at = offset + (part.length - part.trimStart().length);
  const match = COMPARISON.exec(part);
  if (JOINED_OTHERWISE.test(part)) throw new ConditionError('comparisons are joined by "and" alone', at);
  if (!match) throw new ConditionError(`expected "field op value", found "${part.trim()}"`, at, OPERATORS);
  const [, name = '', op, literal] = match;
  const field = fields.find((f) => f.name === name);
  if (!field)
    throw new ConditionError(
      `no field "${name}"`,
      at,
      fields.map((f) => f.name),
    );
  if (op === '=') throw new ConditionError('use == to compare', part.indexOf('=') + offset, ['==']);
  if (op === undefined || literal === undefined) return bare(field, at);
  return { field: name, op: op as Operator, value: readLiteral(literal, field, offset + part.lastIndexOf(literal)) };
}

function bare(field: FieldSpec, at: number): Comparison {
  if (field.type !== 'boolean') {
    throw new ConditionError(`"${field.name}" is a ${field.type}: compare it, e.g. ${field.name} >= 1`, at);
  }
  return { field: field.name, op: '==', value: true };
}

function readLiteral(text: string, field: FieldSpec, at: number): number | boolean {
  if (field.type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new ConditionError(`"${field.name}" is true or false, not "${text}"`, at, ['true', 'false']);
  }
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  if (field.type === 'days') return readDays(text, field, at);
  throw new ConditionError(`"${text}" is not a number`, at);
}

function readDays(text: string, field: FieldSpec, at: number): number {
  try {
    return parseDuration(text) / DAY;
  } catch {
    throw new ConditionError(`"${text}" is not a duration for "${field.name}": write 30d or 36h`, at);
  }
}

function sayComparison(c: Comparison, fields: readonly FieldSpec[]): string {
  const type = fields.find((f) => f.name === c.field)?.type;
  if (type === 'boolean' && c.op === '==' && c.value === true) return c.field;
  return `${c.field} ${c.op} ${c.value}${type === 'days' ? 'd' : ''}`;
}

/** Whether every comparison holds for the fields; a field that is missing or not a number holds nothing. */
export function holds(condition: Condition, fields: Fields): boolean {
  for (const comparison of condition.all) if (!comparisonHolds(comparison, fields[comparison.field])) return false;
  return true;
}

/** The least that the field must be for the condition to hold; `-Infinity` where the condition sets no least. */
export function leastOf(condition: Condition, field: string): number {
  let least = -Infinity;
  for (const { field: name, op, value } of condition.all) {
    const bounds = name === field && (op === '>' || op === '>=' || op === '==');
    if (bounds && typeof value === 'number' && value > least) least = value;
  }
  return least;
}

/** Whether one comparison holds. */
export function comparisonHolds({ op, value }: Comparison, actual: FieldValue | undefined): boolean {
  if (actual === undefined || typeof actual === 'string' || Number.isNaN(actual)) return false;
  switch (op) {
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
    case '==':
      return actual === value;
    case '!=':
      return actual !== value;
  }
}
