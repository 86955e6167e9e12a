import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Revision } from './revision.js';

/** Our id of an incident: 32 hex digits of the SHA-256 over dataset and record id, so that no look-up is needed. */
export function incidentId(dataset: string, recordId: string): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([dataset, recordId])))).slice(0, 32);
}

/** How people and evidence name a revision: `fr-057.4`. */
export function refOf(revision: Pick<Revision, 'recordId' | 'revision'>): string {
  return `${revision.recordId}.${revision.revision}`;
}
