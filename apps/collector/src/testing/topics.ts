import type { InboxRecord } from '@barometer/store';
import { fakeInbox, fakeTopicHistory, type FakeInbox, type FakeTopicHistory } from '@barometer/store/testing';
import type { OpenInbox, TopicSource } from '../ports.js';
import { incident } from './incident.js';

/** A record that holds this value as JSON. */
export function record(value: unknown, place = 'incidents[0]@0'): InboxRecord {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { body: new TextEncoder().encode(text), headers: {}, place };
}

/** An incident reported so many seconds after midnight of 29 Jan 2024. */
export const reported = (recordId: string, seconds: number) =>
  incident(recordId, { reportedAt: new Date(Date.UTC(2024, 0, 29) + seconds * 1000).toISOString() });

/** Input topics in memory. */
export class FakeTopics implements TopicSource {
  readonly history: FakeTopicHistory = fakeTopicHistory();
  readonly inbox: FakeInbox = fakeInbox();
  /** Thrown by `open` while set. */
  failure: Error | undefined;
  opened = 0;
  closed = 0;

  async lag(): Promise<number> {
    if (this.failure) throw this.failure;
    return this.inbox.waiting.length;
  }

  async open(): Promise<OpenInbox> {
    if (this.failure) throw this.failure;
    this.opened++;
    return { take: (max, signal) => this.inbox.take(max, signal), close: async () => void this.closed++ };
  }
}
