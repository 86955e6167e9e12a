import { Bell } from '../bell.js';
import type { Inbox, InboxBatch, InboxRecord } from '../inbox.js';

/** An inbox in memory; `restart` gives back what was taken and not acknowledged, as after a crash. */
export class FakeInbox implements Inbox {
  readonly waiting: InboxRecord[] = [];
  private taken: InboxRecord[] = [];
  private readonly bell = new Bell();

  deliver(...records: InboxRecord[]): void {
    this.waiting.push(...records);
    this.bell.ring();
  }

  restart(): void {
    this.waiting.unshift(...this.taken);
    this.taken = [];
    this.bell.ring();
  }

  async take(max: number, signal: AbortSignal): Promise<InboxBatch | undefined> {
    await this.bell.wait(() => this.waiting.length > 0, signal);
    if (signal.aborted) return undefined;
    const records = this.waiting.splice(0, max);
    this.taken.push(...records);
    return {
      records,
      acknowledge: async () => {
        this.taken = this.taken.filter((record) => !records.includes(record));
      },
    };
  }
}

/** An inbox in memory. */
export const fakeInbox = (): FakeInbox => new FakeInbox();
