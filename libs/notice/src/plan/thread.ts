import { sha256Hex } from '@barometer/journal';
import type { Notice, Thread } from '../message/message.js';

/** The first notice that told a receiver of an alert, and the mail domain it was told from. */
export interface Root {
  readonly notice: string;
  readonly domain: string;
}

/** Where a notice stands among earlier ones, for one receiver. */
export interface Links {
  /** The thread it continues; absent for a first message. */
  readonly root?: Root;
  /** First notices of its other alerts. */
  readonly others: readonly Root[];
}

/** The same for the same receiver, watch, cause and alerts; 32 hex digits. */
export function noticeId(
  about: Omit<Notice, 'id' | 'transitions' | 'history' | 'at'> & { cause: string; alerts: readonly string[] },
): string {
  return sha256Hex([about.kind, about.receiver, about.watch, about.cause, ...about.alerts].join('\n')).slice(0, 32);
}

/** The idempotency key of one delivery: the same for every attempt, on any machine. */
export function deliveryKey(notice: string, recipient: string): string {
  return sha256Hex(`${notice}\n${recipient}`).slice(0, 32);
}

/** Mail threading for one recipient. */
export function threadOf(notice: string, recipient: string, links: Links, domain: string): Thread {
  const idOf = (root: Root) => messageId(root, recipient);
  const references = [...new Set([...(links.root ? [links.root] : []), ...links.others].map(idOf))];
  return {
    messageId: messageId({ notice, domain }, recipient),
    ...(links.root ? { inReplyTo: idOf(links.root) } : {}),
    references,
  };
}

function messageId({ notice, domain }: Root, recipient: string): string {
  return `${deliveryKey(notice, recipient)}@${domain}`;
}

/** The domain of Message-IDs: the public URL's host, reduced to what a header may hold. */
export function mailDomain(publicUrl: string | undefined): string {
  const host = /^https?:\/\/([^/:?#]+)/i.exec(publicUrl ?? '')?.[1]?.toLowerCase() ?? '';
  return /^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?$/.test(host) ? host : 'barometer.localhost';
}
