import type { KafkaLog } from '../settings.js';

/** What kafkajs hands to its log. */
export interface KafkajsEntry {
  readonly level: number;
  readonly namespace: string;
  readonly log: { readonly message: string; readonly [fact: string]: unknown };
}

/** kafkajs' levels. */
const ERROR = 1;
const WARN = 2;

/** Errors and warnings of kafkajs that belong to a group's, a cluster's or a connection's normal life. */
const ROUTINE = [
  /rebalanc/i,
  /not aware of this member|member needs to have a valid member id|generation id is not valid/i,
  /coordinator is (not available|loading)|not the correct coordinator/i,
  /leadership election|not the leader for that topic-partition|does not host this topic-partition/i,
  /another concurrent operation on the same transaction/i,
  /consumer is not aware of all assigned partitions|has been updated.*resync/i,
  /Response without match/,
];

/** The same words are said once in this time, ms. */
const AGAIN = 60_000;
/** Different words remembered; past that the oldest may be said again. */
const REMEMBERED = 100;
/** Facts worth a place in our log; the rest is kafkajs' own state. */
const FACTS = ['broker', 'clientId', 'groupId', 'topic', 'partition', 'error', 'retryCount'] as const;

/**
 * A log creator for kafkajs: what is routine goes to `debug`; what is not goes to `warn`, once a minute for the same words. Nothing goes
 * to `error`: that somebody must act is said by the guards and by the stores, which know.
 */
export function logCreator(log: KafkaLog, now: () => number = () => performance.now()) {
  const said = new Map<string, number>();
  const isNews = (words: string): boolean => {
    const last = said.get(words);
    if (last !== undefined && now() - last < AGAIN) return false;
    said.delete(words);
    said.set(words, now());
    if (said.size > REMEMBERED) said.delete(said.keys().next().value!);
    return true;
  };
  return () =>
    ({ level, log: entry }: KafkajsEntry): void => {
      const words = `kafkajs: ${entry.message}`;
      const heard = level === ERROR || level === WARN;
      const worthSaying = heard && !isRoutine(entry) && isNews(words);
      log[worthSaying ? 'warn' : 'debug'](factsOf(entry), words);
    };
}

const isRoutine = ({ message, error }: KafkajsEntry['log']): boolean =>
  ROUTINE.some((pattern) => pattern.test(`${message} ${String(error ?? '')}`));

function factsOf(entry: KafkajsEntry['log']): object {
  return Object.fromEntries(FACTS.filter((fact) => entry[fact] !== undefined).map((fact) => [fact, entry[fact]]));
}
