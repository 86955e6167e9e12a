import type { AlertRecord, Transition } from '@barometer/alert';
import { readingChart } from '@barometer/chart';
import { kindOf } from '@barometer/indicator';
import { readLeft, type Log } from '@barometer/store';
import { toldData } from './told-data.js';

const SIZE = { theme: 'mail', width: 600, height: 240 } as const;
const BATCH = 1_000;

/** Draws what was told of an alert up to a transition, from the alert log alone: never more than was known then. */
export class ToldCharts {
  private readonly byAlert = new Map<string, Transition[]>();
  private next = 0;

  constructor(private readonly alerts: Log) {}

  /** The chart as SVG; `undefined` for a watch over Barometer itself, which measures nothing. */
  async draw(transition: Transition): Promise<string | undefined> {
    if (!kindOf(transition.reading.kind)) return undefined;
    await this.catchUp();
    const told = (this.byAlert.get(transition.alertId) ?? []).filter(({ seq }) => seq <= transition.seq);
    return readingChart(toldData(transition, told), SIZE);
  }

  private async catchUp(): Promise<void> {
    for (;;) {
      const { from, records } = await readLeft(this.alerts, this.next, BATCH);
      this.next = from;
      if (records.length === 0) return;
      for (const { offset, value } of records) {
        const { transition } = JSON.parse(value) as AlertRecord;
        this.next = offset + 1;
        const told = this.byAlert.get(transition.alertId) ?? [];
        // What was written twice was told once.
        if (transition.seq > (told.at(-1)?.seq ?? 0)) this.byAlert.set(transition.alertId, [...told, transition]);
      }
    }
  }
}
