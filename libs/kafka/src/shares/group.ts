import type { Kafka } from 'kafkajs';
import { clusterOf, type Cluster } from '../client.js';
import { coordinatorOf } from '../coordinator.js';
import { shareOut, SLOTS, type Member } from './share-out.js';

/** What the coordinator says about one generation of a group. */
export interface Generation {
  readonly generationId: number;
  readonly memberId: string;
  readonly leaderId: string;
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
}

/** A connection to the broker that coordinates a group, as far as a membership needs it. */
interface Coordinator {
  joinGroup(request: object): Promise<Generation>;
  syncGroup(request: object): Promise<{ readonly memberAssignment: Buffer }>;
  heartbeat(request: object): Promise<unknown>;
  leaveGroup(request: object): Promise<unknown>;
}

/** A member that is silent for this long is taken out of the group, ms. */
export const SESSION = 10_000;

/** The four requests of a group's membership, with what ours says in them. */
export class Group {
  private constructor(
    private readonly cluster: Cluster,
    private readonly coordinator: Coordinator,
    private readonly groupId: string,
  ) {}

  /** Connects to the group's coordinator. */
  static async find(kafka: Kafka, groupId: string): Promise<Group> {
    const cluster = clusterOf(kafka);
    try {
      await cluster.connect();
      return new Group(cluster, await coordinatorOf<Coordinator>(cluster, groupId), groupId);
    } catch (error) {
      await cluster.disconnect().catch(() => undefined);
      throw error;
    }
  }

  /** Resolves once every member of the group has joined, or been given up. */
  join(memberId: string, holds: readonly number[]): Promise<Generation> {
    return this.coordinator.joinGroup({
      ...{ groupId: this.groupId, memberId, protocolType: 'barometer' },
      ...{ sessionTimeout: SESSION, rebalanceTimeout: SESSION },
      groupProtocols: [{ name: 'shares', metadata: encodeSlots(holds) }],
    });
  }

  /** Hears this member's slots; the leader says everyone's. */
  async sync({ generationId, memberId, leaderId, members }: Generation): Promise<readonly number[]> {
    const shares = memberId === leaderId ? shareOut(members.map(readMember)) : new Map<string, readonly number[]>();
    const { memberAssignment } = await this.coordinator.syncGroup({
      ...{ groupId: this.groupId, generationId, memberId },
      groupAssignment: [...shares].map(([id, slots]) => ({ memberId: id, memberAssignment: encodeSlots(slots) })),
    });
    return decodeSlots(memberAssignment);
  }

  async heartbeat({ generationId, memberId }: Generation): Promise<void> {
    await this.coordinator.heartbeat({ groupId: this.groupId, groupGenerationId: generationId, memberId });
  }

  async leave(memberId: string): Promise<void> {
    await this.coordinator.leaveGroup({ groupId: this.groupId, memberId });
  }

  async close(): Promise<void> {
    await this.cluster.disconnect().catch(() => undefined);
  }
}

const encodeSlots = (slots: readonly number[]): Buffer => Buffer.from(JSON.stringify(slots));

/** Slots that a member wrote; what is not a slot is left out. */
function decodeSlots(bytes: Buffer): number[] {
  try {
    const slots: unknown = JSON.parse(bytes.toString());
    return Array.isArray(slots) ? slots.filter((slot) => Number.isInteger(slot) && slot >= 0 && slot < SLOTS) : [];
  } catch {
    return [];
  }
}

const readMember = ({ memberId, memberMetadata }: Generation['members'][number]): Member => ({
  id: memberId,
  holds: decodeSlots(memberMetadata),
});
