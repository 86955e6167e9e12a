import { setTimeout as pause } from 'node:timers/promises';
import { connectKafka, type KafkaSettings } from '@barometer/kafka';
import { COUNTRIES, TOPIC } from './scene.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** How often a send that failed is made again, ms. */
const AGAIN = 100;

export interface StreamOptions {
  /** Incidents a second. */
  readonly rate: number;
  /** One of so many has people hurt, and raises an alert of its own. */
  readonly hurtEvery?: number;
  /** Milliseconds between two sends. */
  readonly beat?: number;
}

/** A producer that sends incidents at a steady rate, each until the broker has it. */
export class Stream {
  /** Record ids that the broker acknowledged. */
  readonly sent: string[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: KafkaSettings,
    private readonly options: StreamOptions,
  ) {}

  async start(): Promise<void> {
    const kafka = await connectKafka(this.settings, silent);
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    this.running = this.run((messages) => producer.send({ topic: TOPIC, messages })).finally(() =>
      producer.disconnect(),
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(send: (messages: { value: string }[]) => Promise<unknown>): Promise<void> {
    const { rate, beat = 100 } = this.options;
    const started = performance.now();
    for (let made = 0; !this.stopping.signal.aborted;) {
      const due = Math.floor(((performance.now() - started) * rate) / 1_000);
      const ids = Array.from({ length: Math.max(0, due - made) }, (_, index) => made + index);
      made += ids.length;
      await this.deliver(ids, send);
      await pause(beat);
    }
  }

  private async deliver(
    ids: readonly number[],
    send: (messages: { value: string }[]) => Promise<unknown>,
  ): Promise<void> {
    if (ids.length === 0) return;
    const messages = ids.map((id) => ({ value: JSON.stringify(incident(id, this.options.hurtEvery)) }));
    for (;;) {
      try {
        await send(messages);
        this.sent.push(...ids.map((id) => `r${id}`));
        return;
      } catch {
        await pause(AGAIN);
      }
    }
  }
}

/** Incident `id`: countries in turn, one of `hurtEvery` with people hurt. */
export function incident(id: number, hurtEvery = 10): object {
  const now = new Date().toISOString();
  return {
    ...{ dataset: 'wire', recordId: `r${id}`, revision: 1, kind: 'attack', country: COUNTRIES[id % COUNTRIES.length] },
    ...{ occurredFrom: now, reportedAt: now, reporter: 'us_dod' },
    ...(id % hurtEvery === 0 ? { injured: 12 } : {}),
  };
}
