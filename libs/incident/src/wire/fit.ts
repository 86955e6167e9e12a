import { measureOf, type Measured } from './measure.js';

/** What a fit answers for a value that may not be what its schema allows. */
export const MISFIT = Symbol('misfit');

/**
 * Reads a value as its schema does, in a fraction of the time: the value itself where nothing is to be changed, a copy where keys are
 * unknown, null or out of order. `MISFIT` does not say why: ask the schema then.
 */
export type Fit = (value: unknown) => unknown;

/** A schema as far as reading by it goes. */
export interface Shape {
  readonly def: Measured & {
    readonly innerType?: Shape;
    readonly element?: Shape;
    readonly options?: readonly Shape[];
    readonly shape?: Readonly<Record<string, Shape>>;
    readonly entries?: Readonly<Record<string, unknown>>;
    readonly values?: readonly unknown[];
    readonly keyType?: Shape;
    readonly valueType?: Shape;
  };
}

/** A key that an object schema knows, and its place among them. */
interface Field {
  readonly name: string;
  readonly place: number;
  readonly required: boolean;
  readonly fit: Fit;
}

/** The fit of an object schema: its own keys stay in the order they came in, those of objects inside get the schema's. */
export function fitOf({ def }: Shape): Fit {
  return objectFit(def.shape!, false);
}

/** Throws for what it does not know: no schema is half read. */
function fitting({ def }: Shape): Fit {
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return suchThat(measureOf(def));
    case 'enum':
      return amongst(new Set(Object.values(def.entries!)));
    case 'literal':
      return amongst(new Set(def.values));
    case 'optional':
      return fitting(def.innerType!);
    case 'union':
      return firstOf(def.options!.map(fitting));
    case 'array':
      return listFit(fitting(def.element!), measureOf(def));
    case 'record':
      return recordFit(fitting(def.keyType!), fitting(def.valueType!));
    case 'object':
      return objectFit(def.shape!, true);
    default:
      throw new Error(`no fit for a schema of the type ${def.type}`);
  }
}

function suchThat(holds: (value: unknown) => boolean): Fit {
  return (value) => (holds(value) ? value : MISFIT);
}

function amongst(allowed: ReadonlySet<unknown>): Fit {
  return (value) => (allowed.has(value) ? value : MISFIT);
}

function firstOf(fits: readonly Fit[]): Fit {
  return (value) => {
    for (const fit of fits) {
      const read = fit(value);
      if (read !== MISFIT) return read;
    }
    return MISFIT;
  };
}

function listFit(element: Fit, holds: (value: unknown) => boolean): Fit {
  return (value) => {
    if (!Array.isArray(value) || !holds(value)) return MISFIT;
    const read = value.map(element);
    if (read.includes(MISFIT)) return MISFIT;
    return read.every((inner, index) => inner === value[index]) ? value : read;
  };
}

function recordFit(keys: Fit, values: Fit): Fit {
  return (value) => {
    if (!isObject(value)) return MISFIT;
    for (const key of Object.keys(value)) {
      if (keys(key) === MISFIT || values(value[key]) === MISFIT) return MISFIT;
    }
    return value;
  };
}

function objectFit(shape: Readonly<Record<string, Shape>>, inOrder: boolean): Fit {
  const fields = fieldsOf(shape);
  const required = [...fields.values()].filter((field) => field.required).length;
  return (value) => {
    if (!isObject(value)) return MISFIT;
    let asItCame = true;
    let last = -1;
    let met = 0;
    for (const key of Object.keys(value)) {
      const field = fields.get(key);
      const given = value[key];
      if (field === undefined || given === null) {
        asItCame = false;
        continue;
      }
      const inner = field.fit(given);
      if (inner === MISFIT) return MISFIT;
      if (inner !== given || (inOrder && field.place < last)) asItCame = false;
      if (field.required) met++;
      last = field.place;
    }
    if (met < required) return MISFIT;
    return asItCame ? value : copyOf(value, fields);
  };
}

function fieldsOf(shape: Readonly<Record<string, Shape>>): ReadonlyMap<string, Field> {
  const fields = Object.entries(shape).map(([name, schema], place): Field => {
    return { name, place, required: schema.def.type !== 'optional', fit: fitting(schema) };
  });
  return new Map(fields.map((field) => [field.name, field]));
}

/** An object that fits, without what is unknown or null, in the order of the schema. */
function copyOf(value: Readonly<Record<string, unknown>>, fields: ReadonlyMap<string, Field>): object {
  const kept = Object.keys(value).flatMap((key) => (value[key] === null ? [] : (fields.get(key) ?? [])));
  kept.sort((a, b) => a.place - b.place);
  return Object.fromEntries(kept.map(({ name, fit }) => [name, fit(value[name])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
