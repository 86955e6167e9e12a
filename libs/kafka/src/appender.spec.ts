import type { Message } from 'kafkajs';
import { Appender } from './appender.js';
import { packSingly } from './packing.js';

/** A topic in memory whose answers wait to be let through. */
function rig() {
  const sent: string[][] = [];
  const gates: ((error?: Error) => void)[] = [];
  let end = 0;
  const send = async (_topic: string, messages: Message[]) => {
    sent.push(messages.map(({ value }) => String(value)));
    await new Promise<void>((resolve, reject) => gates.push((error) => (error ? reject(error) : resolve())));
    end += messages.length;
    return end - messages.length;
  };
  return { sent, appender: new Appender('t', send, packSingly), answer: (error?: Error) => gates.shift()!(error) };
}

const one = (value: string) => [{ value }];

describe('appending', () => {
  it('sends one request at a time, and what came meanwhile together in the next', async () => {
    const { sent, appender, answer } = rig();
    const all = ['a', 'b', 'c'].map((value) => appender.append(one(value)));
    expect(sent).toEqual([['a']]);
    answer();
    expect(await all[0]).toBe(0);
    await Promise.resolve();
    expect(sent).toEqual([['a'], ['b', 'c']]);
    answer();
    expect(await Promise.all(all)).toEqual([0, 1, 2]);
  });

  it('tells everyone whose request failed, and goes on with the next', async () => {
    const { appender, answer } = rig();
    const [first, second] = [appender.append(one('a')), appender.append(one('b'))];
    answer(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    answer();
    expect(await second).toBe(0);
  });

  it('bounds a request, whatever is waiting', async () => {
    const { sent, appender, answer } = rig();
    const large = 'x'.repeat(3_000_000);
    const all = ['a', large, large].map((value) => appender.append(one(value)));
    answer();
    await all[0];
    await Promise.resolve();
    answer();
    await all[1];
    await Promise.resolve();
    answer();
    await all[2];
    expect(sent.map((values) => values.length)).toEqual([1, 1, 1]);
  });

  it('refuses what is no text before anything is sent', () => {
    const { sent, appender } = rig();
    expect(() => appender.append([{ value: 7 as unknown as string }])).toThrow('text value');
    expect(sent).toEqual([]);
  });
});
