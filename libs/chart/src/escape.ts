const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Untrusted text as it may stand in XML text or a quoted attribute: one line, at most `cap` characters, escaped. */
export function escapeXml(text: string, cap = 300): string {
  const line = text.replace(LONE_SURROGATES, '\ufffd').replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return shorten(line, cap).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Text of at most `cap` characters, cut with an ellipsis. */
export function shorten(text: string, cap: number): string {
  const characters = [...text];
  return characters.length <= cap
    ? text
    : `${characters
        .slice(0, Math.max(0, cap - 1))
        .join('')
        .trimEnd()}…`;
}

/** The normalised URL when it is http(s) without credentials and under 2,000 characters, else nothing. */
export function safeHref(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2000 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.href : undefined;
}
