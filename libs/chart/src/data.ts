import type { Instant, Span } from '@barometer/time';

/** A value that holds from `at` until the next point. */
export interface ChartPoint {
  readonly at: Instant;
  readonly value: number;
}

/** A rung of the ladder drawn as a line; `label` is what the operator wrote, untrusted. */
export interface ChartThreshold {
  readonly level: string;
  readonly value: number;
  readonly label: string;
}

/** A stretch of time in which the alert stood at a level. */
export interface ChartBand extends Span {
  readonly level: string;
}

/** An incident; without `value` it sits on the line, with an http(s) `href` it links to its source. */
export interface ChartDot {
  readonly at: Instant;
  readonly value?: number;
  readonly label: string;
  readonly href?: string;
}

/** One reading over time; every text is untrusted and escaped, times are shown in UTC. */
export interface ChartData {
  readonly title: string;
  readonly unit: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly points: readonly ChartPoint[];
  readonly thresholds: readonly ChartThreshold[];
  readonly bands: readonly ChartBand[];
  readonly dots: readonly ChartDot[];
  /** Time that nobody speaks for. */
  readonly uncovered: readonly Span[];
  /** Where the line ends; default `to`. */
  readonly now?: Instant;
  /** Level names, lowest first, to colour by rank; default `low < elevated < high < critical`. */
  readonly ladder?: readonly string[];
  /** Easing news is green at every level. */
  readonly tone?: 'alarm' | 'easing';
}

/** What a chart is drawn for: a page in the light or the dark, or a mail. */
export type ChartTheme = 'light' | 'dark' | 'mail';

/** Size in CSS pixels. */
export interface ChartOptions {
  readonly theme: ChartTheme;
  readonly width: number;
  readonly height: number;
}
