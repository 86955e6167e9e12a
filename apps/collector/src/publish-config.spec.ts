import { decodeEntry, encodeEntry } from '@barometer/journal';
import { fakeLog, fakeTable } from '@barometer/store/testing';
import { jest } from '@jest/globals';
import { publishConfig } from './publish-config.js';
import { definition } from './testing/running.js';

const journal = fakeLog(1024);
const configs = () =>
  journal.records.flatMap(({ value }) => {
    const entry = decodeEntry(value);
    return entry.type === 'config' ? [`${entry.replaces} -> ${entry.hash}`] : [];
  });
const publish = (hash: string, engine = 'test/1') => publishConfig(journal, { definition, hash }, engine);

/** Another process gets its definition in just before the next append. */
function overtake(replaces: string | null, hash: string): void {
  const append = journal.append.bind(journal);
  journal.append = async (records) => {
    journal.append = append;
    await append([{ value: encodeEntry({ type: 'config', engine: 'test/1', hash, replaces, definition }) }]);
    return append(records);
  };
}

describe('publishConfig', () => {
  beforeEach(() => {
    journal.records.length = 0;
  });

  it('appends what differs, and names what it replaces', async () => {
    expect([await publish('a'), await publish('a'), await publish('b'), await publish('b', 'test/2')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(configs()).toEqual(['null -> a', 'a -> b', 'b -> b']);
  });

  it.each([
    { why: 'another definition', hash: 'b', expected: ['null -> a', 'a -> b', 'a -> c', 'b -> c'] },
    { why: 'the same one', hash: 'c', expected: ['null -> a', 'a -> c', 'a -> c'] },
  ])('is in force in the end where another process publishes $why first', async ({ hash, expected }) => {
    await publish('a');
    overtake('a', hash);
    expect(await publish('c')).toBe(true);
    expect(configs()).toEqual(expected);
  });

  describe('with its note', () => {
    const feeds = fakeTable();
    const noted = () => JSON.parse(feeds.rows.get('~config')!) as object;
    const publishNoted = (hash: string) => publishConfig(journal, { definition, hash }, 'test/1', { feeds });
    beforeEach(() => feeds.rows.clear());

    it('knows what is in force without searching the journal', async () => {
      await publishNoted('a');
      const place = journal.records.at(-1)!.offset;
      expect(noted()).toEqual({ hash: 'a', engine: 'test/1', place });
      const readBack = jest.spyOn(journal, 'readBack');
      expect([await publishNoted('a'), await publishNoted('b'), await publishNoted('b')]).toEqual([false, true, false]);
      expect(readBack).not.toHaveBeenCalled();
      readBack.mockRestore();
      expect(configs()).toEqual(['null -> a', 'a -> b']);
    });

    it.each([
      { why: 'was never written', row: undefined },
      { why: 'was left by one that died before its append', row: { hash: 'b', engine: 'test/1' } },
      { why: 'is of another journal', row: { hash: 'b', engine: 'test/1', place: 99_999 } },
      { why: 'names another entry', row: { hash: 'b', engine: 'test/1', place: 0 } },
    ])('searches the journal where the note $why', async ({ row }) => {
      await publish('a');
      if (row) feeds.rows.set('~config', JSON.stringify(row));
      expect(await publishNoted('b')).toBe(true);
      expect(configs()).toEqual(['null -> a', 'a -> b']);
    });

    it('searches what is left where the place it notes is lost', async () => {
      await publishNoted('a');
      const log = fakeLog();
      await log.append([{ value: '' }, { value: '' }, { value: '' }]);
      log.lose(3);
      feeds.rows.set('~config', JSON.stringify({ hash: 'a', engine: 'test/1', place: 1 }));
      expect(await publishConfig(log, { definition, hash: 'a' }, 'test/1', { feeds })).toBe(true);
    });

    it('notes the one that overtook it, then itself', async () => {
      await publishNoted('a');
      overtake('a', 'b');
      await publishNoted('c');
      expect(configs()).toEqual(['null -> a', 'a -> b', 'a -> c', 'b -> c']);
      expect(noted()).toEqual({ hash: 'c', engine: 'test/1', place: journal.records.at(-1)!.offset });
    });
  });

  it('leaves it to the other where it has lost its turn meanwhile', async () => {
    await publish('a');
    overtake('a', 'b');
    let turns = 1;
    const mine = () => turns-- > 0;
    expect(await publishConfig(journal, { definition, hash: 'c' }, 'test/1', { mine })).toBe(false);
    expect(configs()).toEqual(['null -> a', 'a -> b', 'a -> c']);
  });

  it.each([
    { why: 'nothing else changed', hash: 'a', told: [] },
    { why: 'the definition was edited', hash: 'b', told: ['test/2'] },
  ])('never publishes an older engine, and tells of an edit it leaves out: $why', async ({ hash, told }) => {
    await publish('a', 'test/2');
    const heard: string[] = [];
    const onOlder = (inForce: string) => void heard.push(inForce);
    expect(await publishConfig(journal, { definition, hash }, 'test/1', { onOlder })).toBe(false);
    expect([configs(), heard]).toEqual([['null -> a'], told]);
  });

  it('publishes a newer engine only once it is proven, and asks for no proof otherwise', async () => {
    const proofs: string[] = [];
    let proof = async () => {
      throw new Error('it folds another story');
    };
    const proven = (hash: string, engine: string) =>
      publishConfig(journal, { definition, hash }, engine, { prove: () => (proofs.push(engine), proof()) });
    await proven('a', 'test/1');
    await proven('b', 'test/1');
    await expect(proven('b', 'test/2')).rejects.toThrow('another story');
    expect(configs()).toEqual(['null -> a', 'a -> b']);
    proof = async () => undefined as never;
    await proven('b', 'test/2');
    expect([configs(), proofs]).toEqual([
      ['null -> a', 'a -> b', 'b -> b'],
      ['test/2', 'test/2'],
    ]);
  });

  it('takes no notice of one that was itself overtaken', async () => {
    await publish('a');
    overtake('x', 'b');
    await publish('c');
    expect(configs()).toEqual(['null -> a', 'x -> b', 'a -> c']);
  });
});
