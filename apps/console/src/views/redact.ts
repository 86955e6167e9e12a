const SECRET =
  /^(\s*-?\s*(?:[\w-]*(?:pass|passwd|password|secret|token|apikey|api_key|(?:private|access|signing)[-_]?key|credentials|authorization)[\w-]*)\s*:\s*)(\S.*)$/i;
const BY_FILE = /file\s*:/i;
const URL_PARTS = /\b(https?:\/\/|smtps?:\/\/)([^\s@/"'{}]+@)?([^\s/"'{},]+)(\/[^\s"'{},]*)?/gi;
const INLINE = /((?:pass|passwd|password|secret|token|apikey|api_key)\s*:\s*)(?!\/)([^,}\s]+)/gi;
const KEEPS_PATH = /publicUrl|licen[cs]e|^\s*#/i;

/** A config text with what may be secret hidden: values under secret names, and the user and path of URLs that are called. */
export function redacted(text: string): string {
  return text.split('\n').map(redactLine).join('\n');
}

function redactLine(line: string): string {
  if (KEEPS_PATH.test(line)) return line;
  const byName = BY_FILE.test(line) ? line : line.replace(SECRET, '$1[redacted]').replace(INLINE, '$1[redacted]');
  return byName.replace(
    URL_PARTS,
    (_, scheme: string, user: string | undefined, host: string, rest: string | undefined) =>
      `${scheme}${user === undefined ? '' : '[redacted]@'}${host}${rest === undefined || rest === '/' ? (rest ?? '') : '/[redacted]'}`,
  );
}
