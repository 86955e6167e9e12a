import type { Channel, DeliveryRow, Outcome, Outgoing, PlannedRow, Stage } from '@barometer/notice';
import { outcomeOf, stageKey } from '@barometer/notice';
import { raisedTower22 } from '@barometer/notice/testing';
import { createLogger } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { iso, ManualClock } from '@barometer/time';
import { NotGivenUp, sendAgain, type AgainPorts } from './send-again.js';

const NOW = Date.UTC(2024, 0, 29);
const RECIPIENT = 'https://hooks.example.org/duty';
const asked = { notice: 'n1', recipient: RECIPIENT, by: 'ana' };

const planned = {
  ...{ notice: 'n1', receiver: 'phone', recipient: RECIPIENT, channel: 'webhook', stage: 'planned', kind: 'alert' },
  ...{ watch: 'us-forces', alerts: ['A'], history: false, subject: 's', first: 'f', level: 'critical', messageId: 'm' },
  ...{ times: { planned: iso(NOW - 1) }, attempts: 0, order: 7, key: 'the-key', notedAt: NOW - 1, offsets: [1] },
  ...{ thread: { messageId: 'm', references: [] }, message: { subject: 's' } },
} as unknown as PlannedRow;

/** Answers as told, and keeps what it was given. */
class Answering implements Channel {
  readonly name = 'webhook';
  readonly taken: Outgoing[] = [];
  closed = 0;
  constructor(private readonly answer: Outcome | Error) {}
  async send(outgoing: Outgoing): Promise<Outcome> {
    this.taken.push(outgoing);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
  async close() {
    this.closed++;
  }
}

describe('a notice sent again', () => {
  let stores: FakeStores;
  let receivers: { name: string; channel: string; recipients: string[]; options: object }[];
  beforeEach(() => {
    stores = fakeStores();
    receivers = [{ name: 'phone', channel: 'webhook', recipients: [RECIPIENT], options: {} }];
  });

  const ports = (channel: Channel, lines: string[] = []): AgainPorts => ({
    stores,
    config: { current: { timezone: 'UTC', hash: '', file: '', text: '', receivers, definition: { names: {} } } },
    clock: new ManualClock(NOW),
    channels: () => channel,
    logger: createLogger({ level: 'error', to: { write: (line) => void lines.push(line) } }),
  });
  const ledgerOf = async (...stages: Stage[]) => {
    const rows = stages.map((stage) => ({ ...outcomeOf(planned), stage, attempts: 3, why: 'before' }));
    await stores.deliveries.put([
      [stageKey('n1', RECIPIENT, 'planned'), JSON.stringify(planned)],
      ...rows.map((row) => [stageKey('n1', RECIPIENT, row.stage), JSON.stringify(row)] as const),
    ]);
    const record = { transition: raisedTower22(), place: 1, writer: 'a', writtenAt: iso(NOW) };
    await stores.alerts.append([{ value: '{}' }, { value: JSON.stringify(record) }]);
  };
  const rowAt = (stage: Stage) =>
    JSON.parse(stores.deliveries.rows.get(stageKey('n1', RECIPIENT, stage)) ?? 'null') as DeliveryRow | null;

  it.each<Stage>(['expired', 'refused', 'gone'])(
    'goes out as it was planned and under its id, after %s',
    async (stage) => {
      await ledgerOf('attempted', stage);
      const channel = new Answering({ is: 'accepted', reply: '204' });
      expect(await sendAgain(ports(channel), asked)).toEqual({ is: 'accepted', reply: '204' });
      expect(channel.taken).toMatchObject([
        { key: 'the-key', recipient: RECIPIENT, thread: planned.thread, message: planned.message, at: NOW },
      ]);
      expect(channel.taken[0]!.notice.transitions).toEqual([raisedTower22()]);
      expect(channel.closed).toBe(1);
      const times = { planned: iso(NOW - 1), attempted: iso(NOW), accepted: iso(NOW) };
      expect(rowAt('accepted')).toEqual({
        ...outcomeOf(planned),
        ...{ stage: 'accepted', attempts: 4, times, reply: '204', by: 'ana' },
      });
    },
  );

  it.each<{ why: string; answer: Outcome | Error; says: string }>([
    { why: 'is refused again', answer: { is: 'refused', why: '403' }, says: '403' },
    { why: 'is put off', answer: { is: 'retry', why: '503' }, says: '503' },
    { why: 'breaks', answer: new Error('secret words'), says: 'the attempt broke; the log says how' },
  ])('that $why stays given up, for the new reason', async ({ answer, says }) => {
    await ledgerOf('expired');
    const lines: string[] = [];
    expect((await sendAgain(ports(new Answering(answer), lines), asked))!.is).not.toBe('accepted');
    expect(rowAt('expired')).toMatchObject({ stage: 'expired', why: says, attempts: 4, by: 'ana' });
    expect(rowAt('accepted')).toBeNull();
    expect(lines.length).toBe(answer instanceof Error ? 1 : 0);
  });

  it('that arrived says so even where the ledger cannot be written', async () => {
    await ledgerOf('refused');
    const lines: string[] = [];
    stores.deliveries.failure = new StoreFailure('full', 'no space');
    const channel = new Answering({ is: 'accepted', reply: '204' });
    expect(await sendAgain(ports(channel, lines), asked)).toEqual({ is: 'accepted', reply: '204' });
    expect(lines).toEqual([expect.stringContaining('the ledger does not know')]);
  });

  it.each<{ why: string; stages: Stage[] }>([
    { why: 'is on its way', stages: ['attempted'] },
    { why: 'arrived', stages: ['refused', 'accepted'] },
    { why: 'gave way to a newer one', stages: ['superseded'] },
    { why: 'was never to be sent', stages: ['withheld'] },
  ])('is none that $why', async ({ stages }) => {
    await ledgerOf(...stages);
    const channel = new Answering({ is: 'accepted', reply: '204' });
    await expect(sendAgain(ports(channel), asked)).rejects.toThrow(NotGivenUp);
    expect(channel.taken).toEqual([]);
  });

  it('is none where the receiver left the config, and none that was never planned', async () => {
    await ledgerOf('refused');
    const channel = new Answering({ is: 'accepted', reply: '204' });
    expect(await sendAgain(ports(channel), { ...asked, notice: 'n2' })).toBeUndefined();
    receivers = [];
    await expect(sendAgain(ports(channel), asked)).rejects.toThrow('no longer in the config');
    expect(channel.taken).toEqual([]);
  });
});
