import { Gauge, type Registry } from 'prom-client';

/** How long a scrape waits for one number, ms. */
const PATIENCE = 2_000;

/** What a gauge is called, and where its number comes from. */
export interface AskedGaugeOptions {
  readonly name: string;
  readonly help: string;
  /** Asked at every scrape. */
  readonly read: () => number | Promise<number>;
  /** For tests; 2 s by default. */
  readonly patience?: number;
}

/**
 * Adds a gauge asked when scraped. Where no number comes in time, or asking fails, it has no sample: a store in trouble must not hide
 * every other metric.
 */
export function askedGauge(registry: Registry, { name, help, read, patience = PATIENCE }: AskedGaugeOptions): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      const answer = await inTime(read, patience);
      if (answer === undefined) gauge.remove();
      else gauge.set(answer);
    },
  });
}

async function inTime(read: () => number | Promise<number>, patience: number): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), patience)));
  try {
    return await Promise.race([Promise.resolve().then(read), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
