import kafkajs from 'kafkajs';

type Listener = (event: { readonly payload: unknown }) => void;

/** A consumer's events, emitted by a test. */
export class FakeConsumer {
  readonly events = new kafkajs.Kafka({ brokers: ['127.0.0.1:1'] }).consumer({ groupId: 'fake' }).events;
  private readonly listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): () => void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return () => {};
  }

  emit(event: string, payload: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener({ payload });
  }
}
