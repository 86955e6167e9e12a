import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelContract, outgoingOf, raisedTower22, type ChannelRig } from '@barometer/notice/testing';
import PostalMime from 'postal-mime';
import { listOutbox, outboxChannel } from './send.js';

const never = () => new AbortController().signal;
const outgoing = () => outgoingOf(raisedTower22(), { recipient: 'duty@example.org' });
const folder = () => mkdtemp(join(tmpdir(), 'barometer-outbox-'));

async function openOutbox(): Promise<ChannelRig> {
  const directory = await folder();
  const inner = outboxChannel(directory, 'json');
  const taken: string[] = [];
  const send: typeof inner.send = async (one, signal) => {
    const outcome = await inner.send(one, signal);
    if (outcome.is !== 'accepted') return outcome;
    const text = await readFile(join(directory, outcome.reply.replace('written to ', '')), 'utf8');
    taken.push((JSON.parse(text) as { 'webhook-id': string })['webhook-id']);
    return outcome;
  };
  return {
    channel: { ...inner, send },
    recipient: 'duty@example.org',
    script: () => undefined,
    taken: () => taken,
    close: () => rm(directory, { recursive: true }),
  };
}

channelContract('outbox', openOutbox, { cannot: ['defer', 'refuse', 'hang', 'drop after accept'] });

describe('the outbox', () => {
  it.each(['eml', 'json'] as const)(
    'keeps one whole .%s file of a delivery, however often it is tried',
    async (form) => {
      const directory = await folder();
      const channel = outboxChannel(directory, form);
      await Promise.all([1, 2, 3].map(() => channel.send(outgoing(), never())));
      await channel.send(outgoing(), never());
      const names = await readdir(directory);
      expect(names).toHaveLength(1);
      expect(names[0]).toMatch(/^[\w@.+=,~-]+\.(eml|json)$/);
      expect(await listOutbox(directory)).toEqual(names);
      await rm(directory, { recursive: true });
    },
  );

  it('writes mails that a mail reader opens', async () => {
    const directory = await folder();
    await outboxChannel(directory, 'eml').send(outgoing(), never());
    const [name = ''] = await listOutbox(directory);
    const mail = await PostalMime.parse(await readFile(join(directory, name)));
    expect(mail.subject).toBe(outgoing().message.subject);
    await rm(directory, { recursive: true });
  });

  it('makes its folder, and says retry where it cannot', async () => {
    const directory = await folder();
    expect(await outboxChannel(join(directory, 'a', 'b'), 'eml').send(outgoing(), never())).toMatchObject({
      is: 'accepted',
    });
    await writeFile(join(directory, 'file'), '');
    expect(await outboxChannel(join(directory, 'file'), 'eml').send(outgoing(), never())).toMatchObject({
      is: 'retry',
      why: expect.stringMatching(/^the outbox cannot be written \(E[A-Z]+\)$/),
    });
    await rm(directory, { recursive: true });
  });

  it('is empty where there is no folder, and leaves out unfinished files', async () => {
    expect(await listOutbox('/nonexistent/outbox')).toEqual([]);
    const directory = await folder();
    await writeFile(join(directory, '.x.eml.part'), '');
    await writeFile(join(directory, '.y.eml'), '');
    expect(await listOutbox(directory)).toEqual([]);
    await rm(directory, { recursive: true });
  });
});
