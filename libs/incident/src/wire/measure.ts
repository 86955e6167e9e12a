/** What a schema of text, a number or a list says of its values. */
export interface Measured {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: object } }[];
}

interface Check {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
  readonly value?: number;
  readonly inclusive?: boolean;
}

/** Whether a value is of the type and within the bounds; throws for what it does not know. */
export function measureOf({ type, format, checks = [] }: Measured): (value: unknown) => boolean {
  const isOfType = typeOf(type, format);
  const bounds = checks.map(({ _zod }) => boundOf(_zod.def as Check));
  return (value) => {
    if (!isOfType(value)) return false;
    for (const holds of bounds) if (!holds(value as never)) return false;
    return true;
  };
}

function typeOf(type: string, format: string | undefined): (value: unknown) => boolean {
  switch (format === undefined ? type : `${type} ${format}`) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'number':
      return Number.isFinite;
    case 'number safeint':
      return Number.isSafeInteger;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'array':
      return Array.isArray;
    default:
      throw new Error(`no measure of the type ${type} ${format ?? ''}`);
  }
}

function boundOf({ check, minimum = 0, maximum = 0, pattern = /^/, value: bound = 0, inclusive }: Check) {
  switch (inclusive === false ? 'exclusive' : check) {
    case 'min_length':
      return ({ length }: string) => length >= minimum;
    case 'max_length':
      return ({ length }: string) => length <= maximum;
    case 'string_format':
      return (text: string) => pattern.test(text);
    case 'greater_than':
      return (number: number) => number >= bound;
    case 'less_than':
      return (number: number) => number <= bound;
    default:
      throw new Error(`no measure of the check ${check}`);
  }
}
