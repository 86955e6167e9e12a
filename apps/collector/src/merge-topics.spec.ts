import { fakeTopicHistory, type FakeTopicHistory } from '@barometer/store/testing';
import fc from 'fast-check';
import type { ImportLine } from './import-history.js';
import { mergeTopics } from './merge-topics.js';
import { NOW } from './testing/running.js';
import { record, reported } from './testing/topics.js';

async function merged(history: FakeTopicHistory): Promise<ImportLine[]> {
  const lines: ImportLine[] = [];
  for await (const line of mergeTopics(history, await history.ranges(), NOW)) lines.push(line);
  return lines;
}

const nameOf = ({ item, from }: ImportLine) => (item.type === 'revision' ? item.revision.recordId : from!.source);
const namesOf = async (history: FakeTopicHistory) => (await merged(history)).map(nameOf);

/** Partitions of reports, each a number of seconds. */
function topicsOf(partitions: readonly (readonly (number | undefined)[])[]): FakeTopicHistory {
  const history = fakeTopicHistory();
  partitions.forEach((seconds, partition) =>
    seconds.forEach((at, offset) =>
      history.add('a', partition, at === undefined ? undefined : record(reported(`${partition}-${offset}`, at))),
    ),
  );
  return history;
}

describe('mergeTopics', () => {
  it('merges by the time of the report, ties by topic, partition and offset', async () => {
    const history = fakeTopicHistory();
    history.add('a', 0, record(reported('a0-0', 5)));
    history.add('a', 0, record(reported('a0-1', 7)));
    history.add('a', 1, record(reported('a1-0', 5)));
    history.add('b', 0, record(reported('b0-0', 1)));
    history.add('b', 0, record(reported('b0-1', 5)));
    expect(await namesOf(history)).toEqual(['b0-0', 'a0-0', 'a1-0', 'b0-1', 'a0-1']);
  });

  it('takes heartbeats at their time and what it cannot use at once, each with its place', async () => {
    const history = fakeTopicHistory();
    history.add('a', 0, record(reported('first', 1)));
    history.add('a', 0, record('{"broken'));
    history.add('a', 1, record({ heartbeat: 'region', at: '2024-01-29T00:00:02Z' }));
    history.add('a', 1, record([reported('third', 3), 17]));
    const lines = await merged(history);
    expect(lines.map(({ item, from }) => [item.type, from])).toEqual([
      ['revision', { source: 'a[0]@0', single: true }],
      ['reject', { source: 'a[0]@1', single: true }],
      ['heartbeat', { source: 'a[1]@0', single: true }],
      ['revision', { source: 'a[1]@1' }],
      ['reject', { source: 'a[1]@1' }],
    ]);
  });

  it('reads more than a chunk of a partition, and past gaps longer than one', async () => {
    const gap = Array.from({ length: 1_200 }, () => undefined);
    const many = Array.from({ length: 700 }, (_, at) => at);
    const names = await namesOf(topicsOf([[...many, ...gap, 900], gap]));
    expect(names).toEqual([...many.map((at) => `0-${at}`), '0-1900']);
  });

  it('brings every record once, each partition in its order, and the whole in order where each partition is', async () => {
    const partitions = fc.array(fc.array(fc.option(fc.nat(30), { nil: undefined }), { maxLength: 12 }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(partitions, fc.boolean(), async (given, inOrder) => {
        const seconds = inOrder ? given.map((list) => list.toSorted((a = 0, b = 0) => a - b)) : given;
        const all = seconds.flatMap((list, partition) =>
          list.flatMap((at, offset) => (at === undefined ? [] : [{ name: `${partition}-${offset}`, partition, at }])),
        );
        const names = await namesOf(topicsOf(seconds));
        for (const partition of given.keys()) {
          const own = all.filter((one) => one.partition === partition).map(({ name }) => name);
          expect(names.filter((name) => name.startsWith(`${partition}-`))).toEqual(own);
        }
        expect(names).toHaveLength(all.length);
        if (inOrder) expect(names).toEqual(all.toSorted((a, b) => a.at - b.at).map(({ name }) => name));
      }),
    );
  });
});
