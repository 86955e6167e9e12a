import type { Inbox, InboxRecord } from '../inbox.js';
import type { Open, Opened } from './opened.js';

/** An inbox with the hand that fills it. */
export interface FilledInbox {
  readonly inbox: Inbox;
  deliver(record: InboxRecord): Promise<void>;
}

const record = (text: string): InboxRecord => ({
  body: new TextEncoder().encode(text),
  headers: { 'content-type': 'application/json' },
  place: `test ${text}`,
});

const texts = (records: readonly InboxRecord[] = []): string[] =>
  records.map((each) => new TextDecoder().decode(each.body));

/** What every adapter of `Inbox` keeps; `reopen` is a process that died and started again. */
export function inboxContract(name: string, open: Open<FilledInbox>): void {
  describe(`${name} is an inbox`, () => {
    const signal = new AbortController().signal;
    let opened: Opened<FilledInbox>;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const deliver = async (...all: string[]) => {
      for (const text of all) await opened.store.deliver(record(text));
    };

    it('hands over what came: bytes, headers, place', async () => {
      await deliver('1');
      const batch = await opened.store.inbox.take(10, signal);
      expect(texts(batch?.records)).toEqual(['1']);
      expect(batch?.records[0]?.headers['content-type']).toBe('application/json');
      expect(batch?.records[0]?.place).toBeTruthy();
    });

    it('hands over at most `max`', async () => {
      await deliver('1', '2', '3');
      const batches: string[][] = [];
      while (batches.flat().length < 3) batches.push(texts((await opened.store.inbox.take(2, signal))?.records));
      expect(batches.flat()).toEqual(['1', '2', '3']);
      for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(2);
    });

    it('waits for the first record', async () => {
      const taking = opened.store.inbox.take(10, signal);
      await deliver('1');
      expect(texts((await taking)?.records)).toEqual(['1']);
    });

    it('brings again what was not acknowledged, and never what was', async () => {
      await deliver('1');
      await (await opened.store.inbox.take(1, signal))?.acknowledge();
      await deliver('2');
      await opened.store.inbox.take(1, signal);
      const { inbox } = await opened.reopen();
      expect(texts((await inbox.take(10, signal))?.records)).toEqual(['2']);
    });

    it('answers nothing when the signal aborts', async () => {
      const stop = new AbortController();
      const taking = opened.store.inbox.take(10, stop.signal);
      stop.abort();
      expect(await taking).toBeUndefined();
    });
  });
}
