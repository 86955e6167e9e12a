import type { TransitionKind } from '@barometer/alert';

/** Where transitions go; every matching route is used. */
export interface RouteDefinition {
  readonly to: string;
  readonly atLeast?: string;
  readonly below?: string;
  readonly watches?: readonly string[];
  readonly rules?: readonly string[];
  /** Default: all transitions. */
  readonly tell: readonly TransitionKind[];
  /** `now`, or once a day in a digest at `at` (HH:MM in the config's timezone). */
  readonly send: 'now' | 'daily';
  readonly at?: string;
  /** `easing` news goes only to routes that do not page; a route that pages says so by `tell` or `atLeast`. */
  readonly tones?: readonly ('alarm' | 'easing')[];
}

/** One receiver: a channel with its options, opaque here; `recipients` are the addresses it reaches. */
export interface ReceiverDefinition {
  readonly name: string;
  readonly channel: string;
  readonly recipients: readonly string[];
  readonly options: unknown;
}
