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

/**
 * Input fields the schema does not know, by their path, as they came. Beyond 16 KiB in all, further ones are left out
 * and their names listed under `leftOut`; `undefined` where there is nothing to keep.
 */
export function asideOf(schema: object, document: unknown): Readonly<Record<string, unknown>> | undefined {
  const kept: [string, unknown][] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  for (const [path, value] of unknownFields(schema as Shape, document, [])) {
    const size = path.length + utf8ToBytes(JSON.stringify(value)).length;
    if (bytes + size > LIMITS.extra) leftOut.push(path);
    else {
      bytes += size;
      kept.push([path, value]);
    }
  }
  if (leftOut.length > 0) kept.push(['leftOut', leftOut.slice(0, 20)]);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function* unknownFields(schema: Shape, value: unknown, path: readonly PropertyKey[]): Generator<[string, unknown]> {
  if (value === null || typeof value !== 'object') return;
  const known = innerOf(schema, Array.isArray(value));
  if (!known) return;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield* unknownFields(known.def.element!, element, [...path, index]);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (path.length === 0 && OURS.has(key)) continue;
    const field = Object.hasOwn(known.shape!, key) ? known.shape![key] : undefined;
    if (field) yield* unknownFields(field, inner, [...path, key]);
    else yield [pathOf([...path, key]), inner];
  }
}

/** The object or list schema inside optionals and unions. */
function innerOf(schema: Shape, isList: boolean): Shape | undefined {
  const { type, innerType, options } = schema.def;
  if (innerType) return innerOf(innerType, isList);
  if (options) return options.map((option) => innerOf(option, isList)).find((option) => option !== undefined);
  return type === (isList ? 'array' : 'object') ? schema : undefined;
}
