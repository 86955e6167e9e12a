import { peek, type Source } from '../source.js';

/** Enough of a file to see what it is. */
const HEAD = 256 * 1024;
/** Lines looked at: a file of incidents may start with a broken one. */
const LINES = 20;

/** Whether a source holds a config or incidents, and the source as if it had not been looked at. */
export async function recognise(source: Source): Promise<{ holds: 'config' | 'incidents'; source: Source }> {
  const { head, source: again } = await peek(source, HEAD);
  const text = new TextDecoder()
    .decode(head)
    .replace(/^\ufeff/, '')
    .trimStart();
  return { holds: isIncidents(text) ? 'incidents' : 'config', source: again };
}

function isIncidents(text: string): boolean {
  if (text.startsWith('[')) return true;
  const whole = objectOf(text);
  if (whole) return !('watches' in whole);
  if (text.split('\n', LINES).some((line) => objectOf(line))) return true;
  return text.startsWith('{') && !/"watches"\s*:/.test(text);
}

function objectOf(text: string): object | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  try {
    return JSON.parse(trimmed) as object;
  } catch {
    return undefined;
  }
}
