/** Markup that is safe to send as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** What a template may hold: text is escaped for its place, markup goes through, lists are joined, absent things vanish. */
export type Part = Html | string | number | boolean | null | undefined | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
// Controls and the marks that turn text around would let a name pose as something else.
const POSING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text for element content and quoted attributes. */
export function escape(text: string): string {
  return text.replace(POSING, '\ufffd').replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

/** A link target that cannot run anything: http, https, or a path on this server; else `#`. */
export function safeUrl(url: string): string {
  if (/^\/(?![/\\])/.test(url) || /^[#?]/.test(url)) return url;
  if (!URL.canParse(url)) return '#';
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : '#';
}

/** Markup from a template, every value escaped for where it stands; throws where no value can be made safe. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  let text = strings[0]!;
  for (const [index, value] of values.entries()) {
    text += place(text, value) + strings[index + 1]!;
  }
  return new Html(text);
}

function place(before: string, value: Part): string {
  const tag = before.slice(before.lastIndexOf('<'));
  const inTag = !tag.includes('>') && tag.startsWith('<');
  if (!inTag) return render(value);
  const attribute = /([\w-]+)="([^"]*)$/.exec(tag);
  if (!attribute) {
    if (value === undefined || value === null || value === false) return '';
    if (value instanceof Html) return value.text;
    throw new Error('a value in a tag stands in a quoted attribute');
  }
  const [, name, begun] = attribute;
  if (/^on/i.test(name!) || /^(style|srcdoc)$/i.test(name!)) throw new Error(`no value may stand in ${name}`);
  if (begun === '' && /^(href|src|action|formaction)$/i.test(name!)) return escape(safeUrl(String(value ?? '')));
  return render(value);
}

function render(value: Part): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return escape(String(value));
}

/** Markup our own chart library drew. */
export function drawn(svg: string): Html {
  return new Html(`<img alt="" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`);
}
