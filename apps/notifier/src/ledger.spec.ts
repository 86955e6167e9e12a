import { fakeTable } from '@barometer/store/testing';
import type { PlannedRow } from '@barometer/notice';
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

  it('writes a row alone that is larger than a piece', async () => {
    const table = fakeTable();
    const ledger = new Ledger(table);
    await Promise.all([ledger.write([['large', 'x'.repeat(3_000_001)]]), ledger.write([['small', 'x']])]);
    expect([...table.rows.keys()]).toEqual(['large', 'small']);
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

  describe('of what is pending', () => {
    const planOf = (order: number, change: Partial<PlannedRow> = {}): PlannedRow =>
      ({
        ...{ notice: `n${order}`, receiver: 'desk', recipient: 'a@example.org', channel: 'email', stage: 'planned' },
        ...{ kind: 'alert', watch: 'w', alerts: [], history: false, subject: 's', first: 'f', level: 'high' },
        ...{ messageId: 'm', times: { planned: '' }, attempts: 0, order, key: `k${order}`, notedAt: 0, offsets: [] },
        ...{ thread: { messageId: 'm', references: [] }, message: {} as PlannedRow['message'] },
        ...change,
      }) as PlannedRow;
    const standing = async (ledger: Ledger) => {
      const found: [string, string, number][] = [];
      for await (const { planned, furthest } of ledger.pending())
        found.push([planned.key, furthest.stage, furthest.attempts]);
      return found;
    };
    /** Counts what is asked of a table. */
    const counting = () => {
      const table = fakeTable();
      const asked = { gets: 0, alls: 0 };
      const [get, all] = [table.get.bind(table), table.all.bind(table)];
      table.get = (key) => (asked.gets++, get(key));
      table.all = (prefix) => (asked.alls++, all(prefix));
      return { table, asked };
    };

    it('is read in one go, in order of planning, with the furthest each came', async () => {
      const { table, asked } = counting();
      const ledger = new Ledger(table);
      await ledger.plan([planOf(2), planOf(1), planOf(10), planOf(3, { stage: 'withheld' })], [['~state', '1']]);
      await ledger.reached(planOf(2), { ...planOf(2), stage: 'attempted', attempts: 4 });
      await ledger.reached(planOf(1), { ...planOf(1), stage: 'accepted', attempts: 1 });
      Object.assign(asked, { gets: 0, alls: 0 });
      expect(await standing(new Ledger(table))).toEqual([
        ['k2', 'attempted', 4],
        ['k10', 'planned', 0],
      ]);
      expect(asked).toEqual({ gets: 0, alls: 1 });
      expect(table.rows.get('~state')).toBe('1');
    });

    it('is whole where a plan is too large for one piece, and counts once what planning goes on from stands', async () => {
      const { table } = counting();
      const puts: string[][] = [];
      const put = table.put.bind(table);
      table.put = async (rows) => {
        puts.push(rows.map(([key]) => key));
        await put(rows);
      };
      const large = { text: 'x'.repeat(700_000) } as unknown as PlannedRow['message'];
      const plans = Array.from({ length: 6 }, (_, i) => planOf(i, { message: large }));
      await new Ledger(table).plan(plans, [['~state', '1']]);
      expect(puts.length).toBeGreaterThan(2);
      expect(
        puts
          .slice(0, -1)
          .flat()
          .some((key) => key.startsWith('~')),
      ).toBe(false);
      expect(puts.at(-1)).toContain('~state');
      expect((await standing(new Ledger(table))).map(([key]) => key)).toEqual(plans.map(({ key }) => key));
    });

    it('is let go where somebody else ended it', async () => {
      const { table } = counting();
      const ledger = new Ledger(table);
      await ledger.plan([planOf(1)], []);
      expect(await ledger.ended(planOf(1))).toBe(false);
      const rows = Object.fromEntries(table.rows);
      await ledger.reached(planOf(1), { ...planOf(1), stage: 'accepted', attempts: 1 });
      await table.put(Object.entries(rows).filter(([key]) => key.startsWith('~pending/')));
      expect(await ledger.ended(planOf(1))).toBe(true);
      expect(await standing(ledger)).toEqual([]);
    });

    it('stands once, however often it was planned', async () => {
      const ledger = new Ledger(fakeTable());
      await ledger.plan([planOf(1), planOf(7, { notice: 'n1', key: 'k1' })], []);
      expect(await standing(ledger)).toEqual([['k1', 'planned', 0]]);
    });
  });
});
