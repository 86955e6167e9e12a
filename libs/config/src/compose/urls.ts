import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';

/** Hosts that only this machine reaches. */
export const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|\[::1\]|localhost)$/;

/** An http or https address without a password in it; what it is not is reported. */
export function webUrl(text: string, path: Path, report: Report): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    const suggestion = /^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(text) ? `https://${text}` : undefined;
    return report.error(
      path,
      'expected an address that begins with http:// or https://',
      suggestion === undefined ? {} : { suggestion },
    );
  }
  if (url.username !== '' || url.password !== '') {
    return report.error(path, 'a password is never written into the config: take user and password out of the address');
  }
  return url;
}
