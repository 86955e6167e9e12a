import type { Instant } from '@barometer/time';
import type { Outgoing } from '../channel.js';
import { compose, type ComposeContext } from './compose.js';
import type { Notice } from './message.js';
import { deliveryKey, mailDomain, noticeId, threadOf } from '../plan/thread.js';

/** For whom a test message is, and what its words need. */
export interface TestAbout extends Pick<ComposeContext, 'publicUrl' | 'timezone' | 'names' | 'kindOf'> {
  readonly receiver: string;
  readonly recipient: string;
  /** The instant it is asked for, wall time. */
  readonly at: Instant;
  /** Different for each test, so that no two are taken for the same. */
  readonly nonce: string;
}

/** A message that says it is a test, as a channel takes it. */
export function testMessage({ receiver, recipient, at, nonce, ...words }: TestAbout): Outgoing {
  const about = { receiver, watch: 'barometer', kind: 'test' } as const;
  const id = noticeId({ ...about, cause: nonce, alerts: [] });
  const notice: Notice = { ...about, id, transitions: [], history: false, at };
  const facts = { routing: { now: [receiver], daily: [], not: [] }, known: new Map(), before: new Map() };
  return {
    notice,
    message: compose(notice, { ...words, ...facts }),
    ...{ recipient, key: deliveryKey(id, recipient), at },
    thread: threadOf(id, recipient, { others: [] }, mailDomain(words.publicUrl)),
  };
}
