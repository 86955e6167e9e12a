import { utf8ToBytes } from '@noble/hashes/utils.js';
import { LIMITS } from './limits.js';
import { pathOf } from './guard.js';

/** A schema as far as its object keys matter. */
interface Shape {
  readonly def: {
    readonly type: string;
    readonly innerType?: Shape;
    readonly element?: Shape;
    readonly options?: readonly Shape[];
  };
  readonly shape?: Readonly<Record<string, Shape>>;
}

/** Fields that producers may send and that are ours to make: dropped. */
const OURS: ReadonlySet<string> = new Set(['incidentId', 'recorded', 'ingestedAt']);

/** Where each schema's keys lead; schemas are made once and live as long as the process. */
const fields = new WeakMap<Shape, ReadonlyMap<string, Shape>>();

/**
 * Input fields the schema does not know, by their path, as they came. Beyond 16 KiB in all, further ones are left out
 * and their names listed under `leftOut`; `undefined` where there is nothing to keep.
 */
export function asideOf(schema: object, document: unknown): Readonly<Record<string, unknown>> | undefined {
  const unknown: [string, unknown][] = [];
  gather(unknown, schema as Shape, document, []);
  if (unknown.length === 0) return undefined;
  const kept: [string, unknown][] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  for (const [path, value] of unknown) {
    const size = path.length + utf8ToBytes(JSON.stringify(value)).length;
    if (bytes + size > LIMITS.extra) leftOut.push(path);
    else {
      bytes += size;
      kept.push([path, value]);
    }
  }
  if (leftOut.length > 0) kept.push(['leftOut', leftOut.slice(0, 20)]);
  return Object.fromEntries(kept);
}

/** Adds the unknown fields of a value at `path`, which is as it was when this returns. */
function gather(unknown: [string, unknown][], schema: Shape, value: unknown, path: PropertyKey[]): void {
  if (value === null || typeof value !== 'object') return;
  const known = innerOf(schema, Array.isArray(value));
  if (!known) return;
  const step = (key: PropertyKey, inner: unknown, field: Shape | undefined) => {
    path.push(key);
    if (field) gather(unknown, field, inner, path);
    else unknown.push([pathOf(path), inner]);
    path.pop();
  };
  if (Array.isArray(value)) value.forEach((element, index) => step(index, element, known.def.element));
  else {
    const inside = fieldsOf(known);
    for (const [key, inner] of Object.entries(value))
      if (path.length > 0 || !OURS.has(key)) step(key, inner, inside.get(key));
  }
}

function fieldsOf(schema: Shape): ReadonlyMap<string, Shape> {
  let found = fields.get(schema);
  if (!found) fields.set(schema, (found = new Map(Object.entries(schema.shape!))));
  return found;
}

/** The object or list schema inside optionals and unions. */
function innerOf(schema: Shape, isList: boolean): Shape | undefined {
  const { type, innerType, options } = schema.def;
  if (innerType) return innerOf(innerType, isList);
  if (options) return options.map((option) => innerOf(option, isList)).find((option) => option !== undefined);
  return type === (isList ? 'array' : 'object') ? schema : undefined;
}
