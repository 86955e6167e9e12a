import { hash } from 'node:crypto';

/** SHA-256 over a text's UTF-8 bytes, in hex, by the platform: several times as fast as one in JavaScript. */
export function sha256(text: string): string {
  return hash('sha256', text);
}
