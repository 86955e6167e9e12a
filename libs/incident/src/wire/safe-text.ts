/** True for characters that no field may hold: controls other than tab and line ends, text-direction overrides, half surrogates. */
export function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return true;
      i++;
    } else if (isControl(code)) return true;
  }
  return false;
}

/** Untrusted text made safe to show on one line: control characters escaped, capped at `limit` characters. */
export function safeText(text: string, limit = 120): string {
  let safe = '';
  for (const character of text.slice(0, limit)) {
    const code = character.codePointAt(0) ?? 0;
    const odd = isControl(code) || code === 9 || code === 10 || code === 13 || (code >= 0xd800 && code <= 0xdfff);
    safe += odd ? `\\u${code.toString(16).padStart(4, '0')}` : character;
  }
  return text.length > limit ? `${safe}…` : safe;
}

/** Any value, shortened and made safe to show. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${safeText(value, 60)}"`;
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

function isControl(code: number): boolean {
  if (code < 0x20) return code !== 9 && code !== 10 && code !== 13;
  if (code < 0x7f) return false;
  if (code <= 0x9f || code === 0xfeff) return true;
  return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}
