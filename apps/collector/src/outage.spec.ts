import { createLogger, createRegistry, type Logger } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import { fakeStores } from '@barometer/store/testing';
import { ManualClock, SECOND } from '@barometer/time';
import { SchedulerRegistry } from '@nestjs/schedule';
import request from 'supertest';
import { Acceptor } from './accept.js';
import { Backoff } from './backoff.js';
import { CollectorMetrics } from './collector.metrics.js';
import { Duty } from './duty.js';
import { Gate } from './gate.js';
import { JournalWriter } from './journal-writer.js';
import { Outage } from './outage.js';
import { RejectLog } from './reject.js';
import { Schedule } from './schedule.js';
import { incident } from './testing/incident.js';
import { FakeConfig, NOW, running } from './testing/running.js';
import { FakeTopics } from './testing/topics.js';
import { TopicReader } from './topic-reader.js';

const AWAY = new StoreFailure('unreachable', 'nobody there');
/** Tries that fail, five seconds apart: the last ones well past half a minute. */
const TRIES = 20;
const BETWEEN = 5 * SECOND;

/** A logger whose lines are kept, each as its level. */
function levels(): { readonly logger: Logger; readonly said: string[] } {
  const said: string[] = [];
  const write = (line: string) => void said.push((JSON.parse(line) as { level: string }).level);
  return { logger: createLogger({ level: 'info', to: { write } }), said };
}

/** Work that fails for a while, as long as the store is away. */
function failing(clock: ManualClock) {
  let tries = 0;
  let worked: () => void = () => {};
  const done = new Promise<void>((resolve) => (worked = resolve));
  const work = async () => {
    clock.advance(BETWEEN);
    if (++tries <= TRIES) throw AWAY;
    worked();
  };
  return { work, done };
}

describe('an outage', () => {
  const bug = new Error('a bug');
  it.each<[why: string, steps: readonly (Error | 'worked')[], said: readonly string[]]>([
    ['that is none', ['worked', 'worked'], []],
    ['that is over at once', [AWAY, 'worked'], ['warn', 'info']],
    ['of less than half a minute', [AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, 'worked'], ['warn', 'info']],
    ['of half a minute', [...Array<Error>(7).fill(AWAY), 'worked'], ['warn', 'error', 'info']],
    ['of hours', [...Array<Error>(5_000).fill(AWAY), 'worked'], ['warn', 'error', 'info']],
    ['after another', [AWAY, 'worked', AWAY, 'worked'], ['warn', 'info', 'warn', 'info']],
    ['that does not pass', [bug, bug, bug, 'worked'], ['error', 'info']],
    ['that turns out not to pass', [AWAY, bug, AWAY, bug, 'worked'], ['warn', 'error', 'info']],
  ])('%s', (_why, steps, expected) => {
    const clock = new ManualClock(NOW);
    const { logger, said } = levels();
    const outage = new Outage(clock, logger);
    for (const step of steps) {
      if (step === 'worked') outage.worked('it goes on');
      else outage.failed(step, 'it failed');
      clock.advance(BETWEEN);
    }
    expect(said).toEqual(expected);
  });
});

describe('a store that is away for a while is said in three lines', () => {
  const clock = new ManualClock(NOW);

  it('by a scheduled task', async () => {
    const { logger, said } = levels();
    const { work, done } = failing(clock);
    const schedule = new Schedule(new SchedulerRegistry(), [{ name: 'task', every: 1, run: work }], clock, logger);
    const keepAlive = setInterval(() => {}, SECOND);
    schedule.start();
    await done;
    await schedule.stop();
    clearInterval(keepAlive);
    expect(said).toEqual(['warn', 'error', 'info']);
  });

  it('by the duty', async () => {
    const { logger, said } = levels();
    const { work, done } = failing(clock);
    const { journal, feeds, shares } = fakeStores();
    const gate = new Gate();
    const parts = { journal, feeds, shares, config: new FakeConfig(), engine: 'test/1', gate, clock, logger };
    const run = () => work().then(() => true);
    const duty = new Duty({ ...parts, history: { done: async () => false, run }, backoff: new Backoff(1, 1) });
    await duty.start();
    await done;
    await gate.opened(new AbortController().signal);
    await duty.stop();
    expect(said).toEqual(['warn', 'error', 'info']);
  });

  it('by the reader of topics', async () => {
    const { logger, said } = levels();
    const { work, done } = failing(clock);
    const [stores, topics, gate] = [fakeStores(), new FakeTopics(), new Gate()];
    const metrics = new CollectorMetrics(createRegistry(), { config: new FakeConfig(), stores, topics });
    const acceptor = new Acceptor({
      writer: await JournalWriter.open(stores.journal, clock),
      rejects: new RejectLog(stores.rejects, clock),
      ...{ metrics, gate, stop: () => {} },
    });
    const open = () => work().then(() => topics.open());
    const reader = new TopicReader({ gate, open, acceptor, metrics, clock, logger, backoff: new Backoff(1, 1) });
    gate.open();
    reader.start();
    await done;
    await reader.stop();
    expect(said).toEqual(['warn', 'error', 'info']);
  });

  it('by POST /incidents, however many come', async () => {
    const { logger, said } = levels();
    const stores = fakeStores();
    const app = await running(stores, { logger });
    said.length = 0;
    const post = () => request(app.served.url).post('/incidents').send(incident('a'));
    stores.journal.failure = AWAY;
    for (let i = 0; i < TRIES; i++) {
      expect((await post()).status).toBe(503);
      app.clock.advance(BETWEEN);
    }
    stores.journal.failure = undefined;
    expect((await post()).status).toBe(202);
    await app.served.close();
    expect(said).toEqual(['warn', 'error', 'info']);
  });
});
