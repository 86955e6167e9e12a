import type { AlertRecord, Transition } from '@barometer/alert';
import { readingChart, type ChartData } from '@barometer/chart';
import { kindOf } from '@barometer/indicator';
import type { Log } from '@barometer/store';
import { DAY, type Instant } from '@barometer/time';

/** How far back a message's chart goes before the alert began. */
const BEFORE = 14 * DAY;
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
    return readingChart(chartOf(transition, told), SIZE);
  }

  private async catchUp(): Promise<void> {
    for (;;) {
      const records = await this.alerts.read(this.next, BATCH);
      if (records.length === 0) return;
      for (const { offset, value } of records) {
        const { transition } = JSON.parse(value) as AlertRecord;
        const told = this.byAlert.get(transition.alertId);
        if (told) told.push(transition);
        else this.byAlert.set(transition.alertId, [transition]);
        this.next = offset + 1;
      }
    }
  }
}

function chartOf(transition: Transition, told: readonly Transition[]): ChartData {
  const to = Date.parse(transition.at);
  const from = Math.min(Date.parse(transition.since), ...occurrences(transition)) - BEFORE;
  return {
    title: transition.title,
    unit: kindOf(transition.reading.kind)?.fields[0]?.unit ?? '',
    from,
    to,
    points: told.map(({ at, value }) => ({ at: Date.parse(at), value })),
    thresholds: [],
    bands: bandsOf(told, to),
    dots: transition.evidence.map(({ at, ref, place, urls }) => ({
      at: Date.parse(at),
      label: place === undefined ? ref : `${ref} ${place}`,
      ...(urls[0] === undefined ? {} : { href: urls[0] }),
    })),
    uncovered: [],
    tone: transition.tone,
    ladder: transition.ladder,
  };
}

function occurrences({ evidence }: Transition): Instant[] {
  return evidence.map(({ at }) => Date.parse(at));
}

function bandsOf(told: readonly Transition[], to: Instant): ChartData['bands'] {
  return told.flatMap(({ at, level }, i) => {
    const next = told[i + 1];
    return level === null ? [] : [{ from: Date.parse(at), to: next ? Date.parse(next.at) : to, level }];
  });
}
