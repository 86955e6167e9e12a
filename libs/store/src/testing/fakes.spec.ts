import { fakeInbox } from './fake-inbox.js';
import { fakeLog } from './fake-log.js';
import { fakeShares } from './fake-shares.js';
import { fakeTable } from './fake-table.js';
import { inboxContract } from './inbox-contract.js';
import { logContract } from './log-contract.js';
import { inMemory } from './opened.js';
import { sharesContract } from './shares-contract.js';
import { tableContract } from './table-contract.js';

logContract('the fake log', inMemory(fakeLog));
logContract(
  'the fake log with gaps',
  inMemory(() => fakeLog(1024)),
);
tableContract('the fake table', inMemory(fakeTable));
sharesContract('fake shares', inMemory(fakeShares));
inboxContract('the fake inbox', async () => {
  const inbox = fakeInbox();
  const store = { inbox, deliver: async (record: Parameters<typeof inbox.deliver>[0]) => inbox.deliver(record) };
  return {
    store,
    reopen: async () => {
      inbox.restart();
      return store;
    },
    close: async () => {},
  };
});

describe('fakes for tests of failure and hand-over', () => {
  it('a failing log keeps nothing of the append', async () => {
    const log = fakeLog();
    log.failure = new Error('disk full');
    await expect(log.append([{ value: '1' }])).rejects.toThrow('disk full');
    expect(log.records).toEqual([]);
  });

  it('shares change hands and wake who waits', async () => {
    const shares = fakeShares();
    const change = shares.changed(new AbortController().signal);
    shares.assign(['a']);
    await change;
    expect([shares.owns('a'), shares.owns('b')]).toEqual([true, false]);
  });
});
