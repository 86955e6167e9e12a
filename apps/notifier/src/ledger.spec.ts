import { fakeTable } from '@barometer/store/testing';
import { Ledger } from './ledger.js';

describe('the ledger', () => {
  it('joins writes that wait for one another, and each is durable when it resolves', async () => {
    const table = fakeTable();
    let puts = 0;
    const put = table.put.bind(table);
    table.put = async (rows) => {
      puts++;
      await put(rows);
    };
    const ledger = new Ledger(table);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        ledger.write([[`k${i}`, 'v']]).then(() => expect(table.rows.get(`k${i}`)).toBe('v')),
      ),
    );
    expect(puts).toBe(2);
  });

  it('tells every writer of a failed batch, and goes on', async () => {
    const table = fakeTable();
    table.failure = new Error('disk full');
    const ledger = new Ledger(table);
    const failed = await Promise.allSettled([ledger.write([['a', '1']]), ledger.write([['b', '1']])]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    table.failure = undefined;
    await ledger.write([['c', '1']]);
    expect([...table.rows.keys()]).toEqual(['c']);
  });
});
