import type { Channel, Outcome, ReceiverDefinition } from '@barometer/notice';
import type { NotifierConfigSource } from './ports.js';

interface Opened {
  readonly receiver: ReceiverDefinition;
  readonly options: string;
  readonly channel: Channel;
}

/** One open channel a receiver; one whose receiver changed or went is closed and opened anew. */
export class ChannelSet {
  private readonly opened = new Map<string, Opened>();

  constructor(
    private readonly config: NotifierConfigSource,
    private readonly open: (receiver: ReceiverDefinition) => Channel,
  ) {}

  /** The channel of a receiver in the config now. */
  of(name: string): { receiver: ReceiverDefinition; channel: Channel } | undefined {
    const receiver = this.config.current.receivers.find((one) => one.name === name);
    if (!receiver) return undefined;
    const known = this.opened.get(name);
    const options = JSON.stringify(receiver);
    if (known?.options === options) return known;
    const opened = { receiver, options, channel: this.openOne(receiver) };
    this.opened.set(name, opened);
    if (known) void known.channel.close().catch(() => undefined);
    return opened;
  }

  /** A channel that cannot be opened puts its deliveries off, and is opened anew for the next. */
  private openOne(receiver: ReceiverDefinition): Channel {
    try {
      return this.open(receiver);
    } catch (error) {
      const why = `the channel could not be opened: ${error instanceof Error ? error.message : 'unknown error'}`;
      const send = async (): Promise<Outcome> => {
        this.opened.delete(receiver.name);
        return { is: 'retry', why };
      };
      return { name: receiver.channel, send, close: async () => undefined };
    }
  }

  /** Closes every channel; each is opened again when it is asked for. */
  async close(): Promise<void> {
    const channels = [...this.opened.values()].map(({ channel }) => channel);
    this.opened.clear();
    await Promise.allSettled(channels.map((channel) => channel.close()));
  }
}
