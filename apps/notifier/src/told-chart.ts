import type { AlertRecord, Transition } from '@barometer/alert';
import { readingChart } from '@barometer/chart';
import { kindOf } from '@barometer/indicator';
import { readLeft, type Log } from '@barometer/store';
import { toldData, type Told } from './told-data.js';

const SIZE = { theme: 'mail', width: 600, height: 240 } as const;
const BATCH = 1_000;
/** Alerts that have ended and are remembered, because a message that was put off may speak of them. */
const MOST_ENDED = 1_000;
const ENDS: ReadonlySet<string> = new Set(['resolved', 'withdrawn']);

/** Draws what was told of an alert up to a transition, from the alert log alone: never more than was known then. */
export class ToldCharts {
  private readonly byAlert = new Map<string, Told[]>();
  /** The ended ones, in the order in which they ended. */
  private readonly ended = new Set<string>();
  private next = 0;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly alerts: Log,
    private readonly mostEnded = MOST_ENDED,
  ) {}

  /** The chart as SVG; `undefined` for a watch over Barometer itself, which measures nothing. */
  async draw(transition: Transition): Promise<string | undefined> {
    if (!kindOf(transition.reading.kind)) return undefined;
    return readingChart(toldData(transition, await this.toldBy(transition)), SIZE);
  }

  /** What was told of its alert up to a transition; it alone where its alert ended long ago. */
  async toldBy(transition: Transition): Promise<readonly Told[]> {
    await (this.reading ??= this.catchUp().finally(() => (this.reading = undefined)));
    const told = this.byAlert.get(transition.alertId)?.filter(({ seq }) => seq <= transition.seq);
    return told?.length ? told : [transition];
  }

  private async catchUp(): Promise<void> {
    for (;;) {
      const { from, records } = await readLeft(this.alerts, this.next, BATCH);
      this.next = from;
      if (records.length === 0) return;
      for (const { offset, value } of records) {
        this.take((JSON.parse(value) as AlertRecord).transition);
        this.next = offset + 1;
      }
    }
  }

  private take(transition: Transition): void {
    const { alertId } = transition;
    const told = this.byAlert.get(alertId) ?? [];
    // What was written twice was told once.
    if (transition.seq <= (told.at(-1)?.seq ?? 0)) return;
    told.push(leanOf(transition, told.length === 0));
    this.byAlert.set(alertId, told);
    if (ENDS.has(transition.transition)) this.end(alertId);
  }

  private end(alertId: string): void {
    this.ended.add(alertId);
    const [oldest] = this.ended;
    if (this.ended.size <= this.mostEnded || oldest === undefined) return;
    this.ended.delete(oldest);
    this.byAlert.delete(oldest);
  }
}

/** Only the first one's incidents are drawn with a later one. */
function leanOf(transition: Transition, first: boolean): Told {
  const { seq, at, level, value, fields, threshold, reading, evidence, evidenceTotal } = transition;
  return { seq, at, level, value, fields, threshold, reading, evidence: first ? evidence : [], evidenceTotal };
}
