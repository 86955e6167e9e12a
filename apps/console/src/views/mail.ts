/** A mail as a page can show it. */
export interface Mail {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** With pictures of the mail itself put in place; untrusted. */
  readonly html?: string;
}

interface MimePart {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const MOST_PARTS = 50;

/** Reads an RFC 5322 mail with MIME parts, as the outbox writes them. */
export function readMail(raw: Buffer): Mail {
  const parts: MimePart[] = [];
  const top = split(raw);
  walk(top, parts, 0);
  const plain = parts.find((part) => typeOf(part) === 'text/plain');
  const rich = parts.find((part) => typeOf(part) === 'text/html');
  const headers = Object.fromEntries([...top.headers].map(([name, value]) => [name, decodeWords(value)]));
  return {
    headers,
    text: plain ? plain.body.toString('utf8') : '',
    ...(rich ? { html: withPictures(rich.body.toString('utf8'), parts) } : {}),
  };
}

function split(raw: Buffer): MimePart {
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  const end = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf : lf;
  const head = raw.subarray(0, end < 0 ? raw.length : end).toString('utf8');
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? Buffer.alloc(0) : raw.subarray(end + (end === crlf ? 4 : 2)) };
}

function walk(part: MimePart, found: MimePart[], depth: number): void {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined || depth > 5) {
    if (found.length < MOST_PARTS) found.push({ headers: part.headers, body: decoded(part) });
    return;
  }
  // Latin-1 keeps every byte as it is.
  const pieces = part.body.toString('latin1').split(`--${boundary}`).slice(1);
  for (const piece of pieces) {
    if (piece.startsWith('--')) return;
    walk(split(Buffer.from(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, ''), 'latin1')), found, depth + 1);
  }
}

function decoded({ headers, body }: MimePart): Buffer {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  return encoding === 'quoted-printable' ? quotedPrintable(body.toString('latin1')) : body;
}

function quotedPrintable(text: string): Buffer {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')).toString('utf8'),
    );
}

function typeOf(part: MimePart): string {
  return (part.headers.get('content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase();
}

function withPictures(markup: string, parts: readonly MimePart[]): string {
  return markup.replace(/cid:([^"'\s>]+)/g, (whole, id: string) => {
    const part = parts.find(({ headers }) => headers.get('content-id') === `<${id}>`);
    return part && /^image\/(png|jpeg|gif)$/.test(typeOf(part))
      ? `data:${typeOf(part)};base64,${part.body.toString('base64')}`
      : whole;
  });
}
