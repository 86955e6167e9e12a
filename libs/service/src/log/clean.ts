const HIDDEN = /^(authorization|cookie|set-cookie|pass|password|passwd|secret|token|apikey|api_key|x-api-key)$/i;
// Controls, C1, line and paragraph separators, and the marks that turn text around.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const MAX_TEXT = 2_000;
const MAX_KEYS = 50;
const MAX_DEPTH = 6;

/** Text that cannot forge a line, a terminal command or a direction: unsafe characters become escapes, long text is cut. */
export function cleanText(text: string, max = MAX_TEXT): string {
  const cut = text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text;
  return cut.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A bounded copy of a logged value: text cleaned, values under secret names hidden, errors as type, message and stack. */
export function cleanValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return cleanError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_KEYS).map((item) => cleanValue(item, depth + 1));
  return cleanObject(value as Record<string, unknown>, depth);
}

function cleanObject(value: Record<string, unknown>, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).slice(0, MAX_KEYS)) {
    copy[cleanText(key, 100)] = HIDDEN.test(key) ? '[redacted]' : cleanValue(value[key], depth + 1);
  }
  return copy;
}

function cleanError(error: Error, depth: number): unknown {
  const cause = error.cause === undefined ? {} : { cause: cleanValue(error.cause, depth + 1) };
  const stack = error.stack
    ?.split('\n')
    .slice(1, 6)
    .map((line) => cleanText(line.trim(), 300));
  return { type: error.name, message: cleanText(error.message), stack, ...cause };
}
