import kafkajs, { type Kafka } from 'kafkajs';
import { Membership } from './membership.js';
import { SLOTS } from './share-out.js';

type Request = 'join' | 'sync' | 'heartbeat';

/** A coordinator of a group of one member, which fails as it was told before it answers. */
class Coordinator {
  private generationId = 0;
  private readonly failures: (readonly [Request, () => Error])[] = [];

  /** After the failures it was told before, the next request of a kind fails; resolves when it has. */
  fail(request: Request, failure: () => Error): Promise<void> {
    return new Promise((resolve) => {
      this.failures.push([
        request,
        () => {
          resolve();
          return failure();
        },
      ]);
    });
  }

  async joinGroup(asked: { readonly groupProtocols: readonly { readonly metadata: Buffer }[] }) {
    this.meet('join');
    this.generationId++;
    const members = [{ memberId: 'one', memberMetadata: asked.groupProtocols[0]!.metadata }];
    return { generationId: this.generationId, memberId: 'one', leaderId: 'one', members };
  }

  async syncGroup({ groupAssignment }: { readonly groupAssignment: readonly { readonly memberAssignment: Buffer }[] }) {
    this.meet('sync');
    return groupAssignment[0]!;
  }

  async heartbeat({ groupGenerationId }: { readonly groupGenerationId: number }) {
    this.meet('heartbeat');
    if (groupGenerationId !== this.generationId) throw answer('ILLEGAL_GENERATION');
  }

  async leaveGroup() {}

  /** A client whose clusters lead here: kafkajs keeps its maker of clusters under a symbol. */
  client(): Kafka {
    const cluster = {
      ...{ connect: async () => {}, disconnect: async () => {}, refreshMetadata: async () => {} },
      findGroupCoordinator: async () => this,
    };
    return { [Symbol('private:Kafka:createCluster')]: () => cluster } as unknown as Kafka;
  }

  private meet(request: Request): void {
    if (this.failures[0]?.[0] === request) throw this.failures.shift()![1]();
  }
}

const answer = (type: string): Error => Object.assign(new Error(type), { type });
const lost = (): Error => new kafkajs.KafkaJSConnectionError('Connection lost');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function enter(coordinator: Coordinator) {
  let away = 0;
  const changes: (() => void)[] = [];
  const membership = new Membership({
    ...{ kafka: coordinator.client(), groupId: 'shares', log: silent },
    onFatal: (error) => {
      throw error;
    },
    now: () => ({ monotonic: performance.now() + away, wall: Date.now() + away }),
    changed: () => changes.splice(0).forEach((resolve) => resolve()),
  });
  const holds = async (slots: number): Promise<void> => {
    while (membership.holding().length !== slots) await new Promise<void>((resolve) => changes.push(resolve));
  };
  await membership.start();
  await holds(SLOTS);
  return { membership, holds, pass: (ms: number) => (away += ms) };
}

describe('a member of a group', () => {
  it.each<{ why: string; meets: readonly Request[]; late: number }>([
    { why: 'called to join', meets: [], late: 0 },
    { why: 'the connection lost on joining', meets: ['join'], late: 0 },
    { why: 'the connection lost on hearing its slots', meets: ['sync'], late: 0 },
    { why: 'called after its lease ended', meets: [], late: 9_000 },
    { why: 'called after its lease ended, and the connection lost on joining', meets: ['join'], late: 9_000 },
    { why: 'the same on hearing its slots', meets: ['sync'], late: 9_000 },
    { why: 'lost again and again', meets: ['join', 'sync', 'join', 'sync'], late: 9_000 },
  ])('has its slots again: $why', async ({ meets, late }) => {
    const coordinator = new Coordinator();
    const { membership, holds, pass } = await enter(coordinator);
    const called = coordinator.fail('heartbeat', () => {
      pass(late);
      return answer('REBALANCE_IN_PROGRESS');
    });
    const met = meets.map((request) => coordinator.fail(request, lost));
    await Promise.all([called, ...met]);
    await holds(SLOTS);
    expect(membership.isOne()).toBe(true);
    await membership.close();
    expect([membership.holding(), membership.isOne()]).toEqual([[], false]);
  });

  it('is one from the answer of the group on, as long as its lease lasts', async () => {
    const coordinator = new Coordinator();
    const { membership, holds, pass } = await enter(coordinator);
    expect(membership.isOne()).toBe(true);
    pass(9_000);
    expect(membership.isOne()).toBe(false);
    await holds(SLOTS);
    expect(membership.isOne()).toBe(true);
    await membership.close();
  });

  it('is none once the group casts it out', async () => {
    const coordinator = new Coordinator();
    const { membership, holds } = await enter(coordinator);
    const out = coordinator.fail('heartbeat', () => answer('UNKNOWN_MEMBER_ID'));
    await Promise.all([out, coordinator.fail('join', lost)]);
    expect(membership.isOne()).toBe(false);
    await holds(SLOTS);
    expect(membership.isOne()).toBe(true);
    await membership.close();
  });
});
