import { transitionLabels, TRANSITION_METRIC } from '@barometer/alert';
import { READING_METRICS, STATE_METRICS, type DeskView, type Pending, type Sample } from '@barometer/desk';
import { parseInstant, type Instant } from '@barometer/time';

/** A value and its time, seconds since 1970. */
export type Timed = readonly [at: number, value: number];

/** A metric with its series, each a list of values in order of time by its labels as text. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly series: Map<string, Timed[]>;
}

const TRANSITIONS = 'When the last transition of its kind came out, in seconds since 1970.';

/** What /metrics would have shown at the instants read, named alike, with a `job` of its own. */
export class Samples {
  readonly families: readonly Family[] = [
    ...[...READING_METRICS, ...STATE_METRICS].map(({ name, help }) => family(name, help)),
    family(TRANSITION_METRIC, TRANSITIONS),
  ];
  private readonly byName = new Map(this.families.map((one) => [one.name, one]));
  private readonly transitions = new Map<string, Sample>();

  /** `series`, where one is asked for, is the only one whose readings are kept. */
  constructor(
    private readonly job: string,
    private readonly series?: string,
  ) {}

  /** Takes what came out of the fold. */
  told(pending: readonly Pending[]): void {
    for (const { transition } of pending) {
      const labels = transitionLabels(transition);
      this.transitions.set(JSON.stringify(labels), { labels, value: parseInstant(transition.at).at / 1_000 });
    }
  }

  /** Takes everything at an instant; of one before the desk's now only readings, since all else stands as it does now. */
  take(desk: DeskView, at: Instant): void {
    for (const { name, samples } of READING_METRICS) this.keep(name, samples(desk, at), at);
    if (at !== desk.now) return;
    for (const { name, samples } of STATE_METRICS) this.keep(name, samples(desk), at);
    this.keep(TRANSITION_METRIC, this.transitions.values(), at);
  }

  private keep(name: string, samples: Iterable<Sample>, at: Instant): void {
    const { series } = this.byName.get(name)!;
    for (const { labels, value } of samples) {
      if (this.series !== undefined && labels['series'] !== undefined && labels['series'] !== this.series) continue;
      const key = labelsOf({ job: this.job, ...labels });
      const known = series.get(key);
      if (known) known.push([at / 1_000, value]);
      else series.set(key, [[at / 1_000, value]]);
    }
  }
}

function family(name: string, help: string): Family {
  return { name, help, series: new Map() };
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
