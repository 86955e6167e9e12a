import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { kafkaJars, type KafkaVersion } from './jars.js';
import { format, launch } from './java.js';
import { makeKeys, type Keys } from './keys.js';
import { freePorts, writeProperties, type Ports } from './properties.js';

/** How a broker is started; `tuned` gives it a full JIT, for figures. */
export interface BrokerOptions {
  readonly version?: KafkaVersion;
  /** Adds a SASL_SSL listener. */
  readonly secure?: boolean;
  /** Lines of server.properties that win over ours. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly tuned?: boolean;
}

/** A broker that does not answer after this long (ms) will not. */
const START_LIMIT = 60_000;

/** One real Apache Kafka node on this machine, on ports and a data folder of its own. */
export class Broker {
  /** From the next start on no file of the broker may grow beyond this (at least 12 MB): what it meets is a full disk. */
  maxFileBytes: number | undefined;
  private process: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly version: KafkaVersion,
    /** Its folder: data, server.properties, broker.log. */
    readonly home: string,
    /** The keys of the secure listener, if there is one. */
    readonly keys: Keys | undefined,
    private readonly ports: Ports,
    private readonly jars: string,
    private readonly tuned: boolean,
  ) {}

  /** Formats and starts one; resolves when it answers an admin call. */
  static async start(options: BrokerOptions = {}): Promise<Broker> {
    const { version = '4.4.0', secure = false, properties = {}, tuned = false } = options;
    const jars = await kafkaJars(version);
    const home = await mkdtemp(join(tmpdir(), 'barometer-broker-'));
    const ports = await freePorts();
    const keys = secure ? await makeKeys(home) : undefined;
    const broker = new Broker(version, home, keys, ports, jars, tuned);
    try {
      await writeProperties(home, ports, { keys, extra: properties });
      await format(jars, home, keys);
      await broker.launch();
      return broker;
    } catch (error) {
      await broker.close();
      throw error;
    }
  }

  /** `host:port` of the plaintext listener. */
  get address(): string {
    return `127.0.0.1:${this.ports.plain}`;
  }

  /** `host:port` of the SASL_SSL listener. */
  get secureAddress(): string {
    if (this.keys === undefined) throw new Error('this broker was started without a secure listener');
    return `127.0.0.1:${this.ports.secure}`;
  }

  get pid(): number {
    if (this.process?.pid === undefined) throw new Error('this broker does not run');
    return this.process.pid;
  }

  /** What it wrote to its log. */
  said(): Promise<string> {
    return readFile(join(this.home, 'broker.log'), 'utf8');
  }

  /** Resolves once an admin call answers; throws with the end of its log when the process ends before. */
  async ready(): Promise<void> {
    const deadline = performance.now() + START_LIMIT;
    while (!(await answers(this.address))) {
      if (this.process?.exitCode !== null || performance.now() > deadline) {
        throw new Error(`Kafka ${this.version} did not start:\n${(await this.said()).slice(-2_000)}`);
      }
      await pause(100);
    }
  }

  /** Ends it in order (SIGTERM). */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Ends it at once (SIGKILL). */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Resolves when it has ended, by whatever cause. */
  async gone(): Promise<void> {
    await this.exited;
  }

  /** Stops it in its tracks (SIGSTOP): it keeps its connections and answers nothing. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Starts it again on the same data and ports, in order if it still runs. */
  async restart(): Promise<void> {
    await this.stop();
    await this.launch();
  }

  /** Ends it and removes its folder. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.home, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    const child = launch(this.jars, this.home, { tuned: this.tuned, maxFileBytes: this.maxFileBytes });
    this.process = child;
    this.exited = new Promise((resolve) => child.once('exit', resolve));
    await this.ready();
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.process?.kill(signal);
    await this.exited;
    this.process = undefined;
  }
}

/** Their names differ by one: one on each partition of the topic of groups. */
const GROUPS = ['ready-0', 'ready-1', 'ready-2', 'ready-3'];

/** Whether a broker at this address is part of a cluster and looks after groups. */
async function answers(address: string): Promise<boolean> {
  const retry = { retries: 0 };
  const kafka = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING, connectionTimeout: 2_000, retry });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    await admin.describeGroups(GROUPS);
    return brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
