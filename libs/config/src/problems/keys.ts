import { z } from 'zod';

/** The keys that a schema takes at a path, in the order it names them; none where it takes any. */
export function keysAt(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  return [
    ...new Set(
      schemasAt([schema], path).flatMap((found) => (found instanceof z.ZodObject ? Object.keys(found.shape) : [])),
    ),
  ];
}

/** The schemas a path leads to, choices opened. */
export function schemasAt(schemas: readonly z.ZodType[], path: readonly (string | number)[]): readonly z.ZodType[] {
  const open = schemas.flatMap(opened);
  const [step, ...rest] = path;
  if (step === undefined) return open;
  return schemasAt(
    open.flatMap((schema) => stepInto(schema, step)),
    rest,
  );
}

function stepInto(schema: z.ZodType, step: string | number): z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>;
    return Object.hasOwn(shape, step) ? [shape[step]!] : [];
  }
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  return schema instanceof z.ZodArray ? [schema.element as z.ZodType] : [];
}

/** A schema without what wraps it, and each branch of a choice. */
function opened(schema: z.ZodType): z.ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return opened(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPipe) return opened(schema.in as z.ZodType);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap(opened);
  return [schema];
}
