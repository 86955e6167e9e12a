import type { Table } from '../table.js';
import type { Open, Opened } from './opened.js';

const rows = async (table: Table, prefix?: string): Promise<(readonly [string, string])[]> => {
  const found: (readonly [string, string])[] = [];
  for await (const row of table.all(prefix)) found.push(row);
  return found;
};

/** What every adapter of `Table` keeps. */
export function tableContract(name: string, open: Open<Table>): void {
  describe(`${name} is a table`, () => {
    let opened: Opened<Table>;
    let table: Table;
    beforeEach(async () => {
      opened = await open();
      table = opened.store;
    });
    afterEach(() => opened.close());

    it('gets what was put last, and nothing for an unknown key', async () => {
      await table.put([['a', '1']]);
      await table.put([['a', '2']]);
      expect(await table.get('a')).toBe('2');
      expect(await table.get('b')).toBeUndefined();
    });

    it('removes a key put as null, also one that is not there', async () => {
      await table.put([
        ['a', '1'],
        ['b', '2'],
      ]);
      await table.put([
        ['a', null],
        ['zz', null],
      ]);
      expect(await rows(table)).toEqual([['b', '2']]);
    });

    it('applies one put in order', async () => {
      await table.put([
        ['a', '1'],
        ['a', null],
        ['a', '3'],
        ['b', '1'],
        ['b', null],
      ]);
      expect(await rows(table)).toEqual([['a', '3']]);
    });

    it('lists by prefix in the byte order of the keys', async () => {
      const keys = ['b', 'a/2', 'a', 'a/10', 'a/', 'ab', 'a/ä', 'a/😀', 'a/\uffee', 'A'];
      await table.put(keys.map((key) => [key, key]));
      expect((await rows(table, 'a/')).map(([key]) => key)).toEqual(['a/', 'a/10', 'a/2', 'a/ä', 'a/\uffee', 'a/😀']);
      expect((await rows(table)).map(([key]) => key)[0]).toBe('A');
      expect(await rows(table)).toHaveLength(keys.length);
      expect(await rows(table, 'c')).toEqual([]);
    });

    it('lists many', async () => {
      const many = Array.from(
        { length: 1234 },
        (_, index) => [`k/${String(index).padStart(5, '0')}`, `${index}`] as const,
      );
      await table.put(many);
      expect(await rows(table, 'k/')).toEqual(many);
    });

    it('takes writes while it is being listed', async () => {
      await table.put(Array.from({ length: 300 }, (_, index) => [`k${1000 + index}`, '1'] as const));
      let seen = 0;
      for await (const [key] of table.all('k')) {
        seen++;
        await table.put([[key, '2']]);
      }
      expect(seen).toBe(300);
      expect(new Set((await rows(table)).map(([, value]) => value))).toEqual(new Set(['2']));
    });

    it('keeps everything over a restart', async () => {
      await table.put([
        ['a', 'ä😀'],
        ['b', '2'],
        ['c', '3'],
      ]);
      await table.put([['b', null]]);
      table = await opened.reopen();
      expect(await rows(table)).toEqual([
        ['a', 'ä😀'],
        ['c', '3'],
      ]);
    });
  });
}
