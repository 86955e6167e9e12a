import { decodeEntry, encodeEntry } from '@barometer/journal';
import { fakeLog } from '@barometer/store/testing';
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

  it('takes no notice of one that was itself overtaken', async () => {
    await publish('a');
    overtake('x', 'b');
    await publish('c');
    expect(configs()).toEqual(['null -> a', 'x -> b', 'a -> c']);
  });
});
