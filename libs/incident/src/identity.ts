import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Revision } from './revision.js';

/** SHA-256 over a text's UTF-8 bytes, in hex. */
export type Sha256 = (text: string) => string;

/**
 * Our id of an incident: 32 hex digits of the SHA-256 over dataset and record id, so that no look-up is needed. Who has a faster hash
 * than this room's own brings it.
 */
export function incidentId(dataset: string, recordId: string, hash: Sha256 = ownHash): string {
  return hash(JSON.stringify([dataset, recordId])).slice(0, 32);
}

/** How people and evidence name a revision: `fr-057.4`. */
export function refOf(revision: Pick<Revision, 'recordId' | 'revision'>): string {
  return `${revision.recordId}.${revision.revision}`;
}

function ownHash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
