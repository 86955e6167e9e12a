import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChannel } from '@barometer/channel';
import type { Channel, Outgoing } from '@barometer/notice';
import { createLogger } from '@barometer/service';
import { ManualClock } from '@barometer/time';
import { sendTest, type TestPorts } from './send-test.js';

const outboxDirectory = mkdtempSync(join(tmpdir(), 'barometer-send-test-'));
afterAll(() => rmSync(outboxDirectory, { recursive: true, force: true }));

const desk = { name: 'desk', channel: 'email', recipients: ['a@example.org', 'b@example.org'], options: {} };
const current = {
  ...{ timezone: 'UTC', hash: '', file: '', text: '', publicUrl: 'https://barometer.example.org' },
  ...{ receivers: [desk], definition: { names: {} } },
};

function portsOn(channel: Channel, lines: string[] = []): TestPorts {
  return {
    config: { current },
    clock: new ManualClock(Date.UTC(2026, 10, 22)),
    channels: () => channel,
    logger: createLogger({ level: 'error', to: { write: (line) => void lines.push(line) } }),
  };
}

/** Answers each recipient in its own way, or breaks. */
class Answering implements Channel {
  readonly name = 'email';
  readonly taken: Outgoing[] = [];
  closed = 0;
  constructor(private readonly answers: Readonly<Record<string, string>>) {}
  async send(outgoing: Outgoing) {
    this.taken.push(outgoing);
    const why = this.answers[outgoing.recipient];
    if (why === 'breaks') throw new Error('secret words');
    return why === undefined ? { is: 'accepted' as const, reply: '250 ok' } : { is: 'refused' as const, why };
  }
  async close() {
    this.closed++;
  }
}

describe('a test message', () => {
  it('goes to every recipient, once, by the channel itself', async () => {
    const channel = createChannel(desk, { outboxDirectory, forceOutbox: true });
    expect(await sendTest(portsOn(channel), 'desk')).toMatchObject({ is: 'accepted' });
    expect(readdirSync(outboxDirectory).filter((name) => name.endsWith('.eml'))).toHaveLength(2);
  });

  it('is answered by the first that did not accept it, and reaches the others all the same', async () => {
    const channel = new Answering({ 'a@example.org': '550 no such user' });
    expect(await sendTest(portsOn(channel), 'desk')).toEqual({ is: 'refused', why: '550 no such user' });
    expect(channel.taken.map(({ recipient }) => recipient)).toEqual(desk.recipients);
    expect(channel.closed).toBe(1);
  });

  it('that breaks says so in the log and not to who asked', async () => {
    const lines: string[] = [];
    const outcome = await sendTest(portsOn(new Answering({ 'b@example.org': 'breaks' }), lines), 'desk');
    expect(outcome).toEqual({ is: 'refused', why: 'the attempt broke; the log says how' });
    expect(lines.join('')).toContain('secret words');
  });

  it('is refused for a receiver that is not there', async () => {
    expect(await sendTest(portsOn(new Answering({})), 'nobody')).toEqual({
      is: 'refused',
      why: 'no receiver "nobody"',
    });
  });
});
