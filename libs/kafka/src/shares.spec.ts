import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sharesContract } from '@barometer/store/testing';
import kafkajs from 'kafkajs';
import { GroupShares } from './shares.js';
import { SLOTS, slotOf } from './shares/share-out.js';
import { Broker, freshPrefix, ifBrokersRun, KAFKA_VERSIONS, onBrokers, type SuiteBroker } from './testing/index.js';

/** One name in each slot. */
const NAMES = Array.from({ length: SLOTS }, (_, slot) => {
  for (let n = 0; ; n++) if (slotOf(`watch-${n}`) === slot) return `watch-${n}`;
});

/** What each of two has. */
const HALF = SLOTS / 2;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const client = (addresses: readonly string[]) =>
  new kafkajs.Kafka({ brokers: [...addresses], logLevel: kafkajs.logLevel.NOTHING });

function enter({ addresses }: SuiteBroker, prefix: string): Promise<GroupShares> {
  const onFatal = (error: Error) => {
    throw error;
  };
  return GroupShares.join(client(addresses), { prefix }, { role: 'test', log: silent, onFatal });
}

const ownedBy = (shares: GroupShares) => NAMES.filter((name) => shares.owns(name));

/** Waits, by `changed` alone, until every condition on what is owned holds. */
async function until(all: readonly GroupShares[], reached: (owned: string[][]) => boolean): Promise<void> {
  const stop = new AbortController();
  for (;;) {
    const changes = all.map((shares) => shares.changed(stop.signal));
    if (reached(all.map(ownedBy))) break;
    await Promise.race(changes);
  }
  stop.abort();
}

const isShared = (owned: string[][]): boolean => {
  const sizes = owned.map(({ length }) => length);
  return owned.flat().length === SLOTS && Math.max(...sizes) - Math.min(...sizes) <= 1;
};

onBrokers('a group of shares', (broker) => {
  sharesContract('one member', async () => {
    const store = await enter(broker, freshPrefix());
    await until([store], isShared);
    return { store, reopen: async () => store, close: () => store.close() };
  });

  it('gives a twin its share and leaves the others theirs, and gives it back when the twin leaves', async () => {
    const prefix = freshPrefix();
    const first = await enter(broker, prefix);
    await until([first], isShared);
    const all = new Set(ownedBy(first));
    const twin = await enter(broker, prefix);
    await until([first, twin], isShared);
    const kept = ownedBy(first);
    expect(kept.every((name) => all.has(name))).toBe(true);

    const third = await enter(broker, prefix);
    await until([first, twin, third], isShared);
    expect(ownedBy(first).every((name) => kept.includes(name))).toBe(true);
    expect(new Set([first, twin, third].flatMap(ownedBy)).size).toBe(SLOTS);

    await twin.close();
    expect(ownedBy(twin)).toEqual([]);
    await until([first, third], isShared);
    await Promise.all([first.close(), third.close()]);
  });

  it('keeps roles and prefixes apart', async () => {
    const one = await enter(broker, freshPrefix());
    const other = await enter(broker, freshPrefix());
    await until([one], isShared);
    await until([other], isShared);
    await Promise.all([one.close(), other.close()]);
  });
});

/** The sharer as it was built. */
const SHARER = join(import.meta.dirname, '../dist/testing/sharer.js');

interface Spell {
  readonly owned: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** A member in a process of its own. */
class Sharer {
  /** Every one that was started, for whatever a failed test left behind. */
  static readonly all: Sharer[] = [];
  /** What it owned, and when, as it said itself. */
  readonly spells: Spell[] = [];
  owned: readonly string[] = [];
  /** All that it ever said it owned, in order. */
  readonly said: (readonly string[])[] = [];
  private readonly process: ChildProcess;
  private readonly ended: Promise<void>;
  private tell: () => void = () => {};

  constructor(broker: string, prefix: string) {
    this.process = spawn(process.execPath, [SHARER, broker, prefix, ...NAMES], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface(this.process.stdout!).on('line', (line) => this.hear(JSON.parse(line)));
    this.ended = new Promise((resolve) => this.process.once('close', () => resolve()));
    Sharer.all.push(this);
  }

  async until(reached: (owned: readonly string[]) => boolean): Promise<void> {
    while (!reached(this.owned)) await new Promise<void>((resolve) => (this.tell = resolve));
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.process.kill(signal);
    await this.ended;
  }

  private hear({ began, ended }: { began?: Spell; ended?: Spell }): void {
    if (ended !== undefined) this.spells.push(ended);
    if (began !== undefined) this.said.push((this.owned = began.owned));
    this.tell();
  }
}

/** Pairs of members who both owned a name at one time. */
function overlaps(sharers: readonly Sharer[]): string[] {
  const claims = sharers.flatMap(({ spells }, who) =>
    spells.flatMap(({ owned, ...span }) => owned.map((name) => ({ who, name, ...span }))),
  );
  return claims.flatMap((a) =>
    claims
      .filter((b) => a.who < b.who && a.name === b.name && a.from <= b.to && b.from <= a.to)
      .map((b) => `${a.name}: ${a.who} ${a.from}-${a.to}, ${b.who} ${b.from}-${b.to}`),
  );
}

for (const version of KAFKA_VERSIONS) {
  ifBrokersRun(`members of a group of shares on Kafka ${version}, in processes of their own`, version, () => {
    let broker: Broker;
    beforeAll(async () => {
      if (!existsSync(SHARER)) throw new Error('libs/kafka is not built: npm run build');
      broker = await Broker.start({ version });
    });
    afterAll(async () => {
      await Promise.all(Sharer.all.map((sharer) => sharer.end('SIGKILL')));
      await broker?.close();
    });

    it('never own a name twice, though one is killed and another frozen', async () => {
      const prefix = freshPrefix();
      const sharers = [0, 1, 2].map(() => new Sharer(broker.address, prefix));
      const [killed, frozen, survivor] = sharers as [Sharer, Sharer, Sharer];
      await Promise.all(sharers.map((each) => each.until((owned) => owned.length > 0 && owned.length < 12)));
      frozen.signal('SIGSTOP');
      await killed.end('SIGKILL');
      await survivor.until((owned) => owned.length === SLOTS);
      const before = frozen.spells.length;
      frozen.signal('SIGCONT');
      await frozen.until((owned) => frozen.spells.length > before && owned.length === HALF);
      // The first look after waking found nothing.
      expect(frozen.spells[before + 1]?.owned).toEqual([]);
      await Promise.all([frozen.end('SIGTERM'), survivor.end('SIGTERM')]);
      expect(overlaps(sharers)).toEqual([]);
      expect(frozen.spells.length).toBeGreaterThan(2);
    }, 120_000);

    /** Three members, one of which dies with the broker: what the others held before, and first when it was back. */
    async function dieTogether(): Promise<Record<'before' | 'first', (readonly string[])[]>> {
      const prefix = freshPrefix();
      const sharers = [0, 1, 2].map(() => new Sharer(broker.address, prefix));
      const [killed, ...survivors] = sharers as [Sharer, Sharer, Sharer];
      await Promise.all(sharers.map((each) => each.until((owned) => owned.length > 0 && owned.length < 12)));
      const before = survivors.map(({ owned }) => owned);
      await Promise.all([killed.end('SIGKILL'), broker.kill()]);
      await Promise.all(survivors.map((each) => each.until((owned) => owned.length === 0)));
      const heard = survivors.map(({ said }) => said.length);
      await broker.restart();
      await Promise.all(survivors.map((each) => each.until((owned) => owned.length > 0)));
      // What the dead one held comes later, with the end of its session.
      const first = survivors.map(({ said }, i) => said.slice(heard[i]).find((owned) => owned.length > 0)!);
      await Promise.all(survivors.map((each) => each.until((owned) => owned.length === HALF)));
      await Promise.all(survivors.map((each) => each.end('SIGTERM')));
      expect(overlaps(sharers)).toEqual([]);
      return { before, first };
    }

    it('hold what they held as soon as a broker is back, though one of them died meanwhile', async () => {
      for (let tries = 0; tries < 3; tries++) {
        const { before, first } = await dieTogether();
        // Where they were so slow that the dead one's session had ended, all is given out anew, and nothing was seen.
        if (first.some(({ length }) => length === HALF)) continue;
        return expect(first).toEqual(before);
      }
      throw new Error('three times the session of a dead member ended before the others were back');
    }, 240_000);

    it('own nothing while the broker is gone, and all again when it is back', async () => {
      const shares = await enter({ addresses: [broker.address] }, freshPrefix());
      await until([shares], isShared);
      await broker.kill();
      await until([shares], ([owned]) => owned!.length === 0);
      await broker.restart();
      await until([shares], isShared);
      await shares.close();
    }, 120_000);
  });
}
