import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

/** Whether a listening address is this machine's own. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return LOOPBACK_NAMES.has(name) || (isIP(name) === 4 && name.startsWith('127.'));
}

/** Whether the Host header names this machine or the public URL: anything else is a name pointed here to borrow a browser. */
export function hostAllowed(host: string | undefined, publicUrl: string | undefined): boolean {
  if (host === undefined) return false;
  const url = parsed(`http://${host}`);
  if (!url || url.username !== '' || url.pathname !== '/') return false;
  return isLoopback(url.hostname) || host.toLowerCase() === hostOf(publicUrl);
}

/**
 * Whether a state-changing request may come from where it says: `Sec-Fetch-Site` where a browser sends it, else `Origin`
 * against Host; neither means no browser, which only a request without ambient rights may be (`required` false).
 */
export function sameOrigin(headers: IncomingHttpHeaders, publicUrl: string | undefined, required: boolean): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = headers.origin;
  if (origin === undefined) return !required;
  const host = hostOf(origin);
  return host !== undefined && (host === headers.host?.toLowerCase() || host === hostOf(publicUrl));
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : parsed(url)?.host.toLowerCase();
}

function parsed(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
