import type { Instant } from '@barometer/time';
import type { Attribution, Claim, CountStatement, Denial, Revision, Signal } from '../revision.js';
import { qualifierOf, type Frame } from './parts.js';
import { present } from './present.js';
import { Unusable } from './reasons.js';
import type { WireIncident, WireTime } from './schema.js';
import { anyTime, pastTime, type ReadContext } from './times.js';

/** Claims, attributions and denials; one without a date is dated by the report and marked as inferred. */
export function statementsOf(wire: WireIncident, frame: Frame): Pick<Revision, 'claims' | 'attributions' | 'denials'> {
  const { claims = [], attributions = [], denials = [] } = wire;
  return {
    claims: claims.map((claim, index) => {
      const path = `claims[${index}]`;
      const { retractedAt } = claim;
      return present<Claim>({
        ...dated(claim, path, frame),
        retractedAt:
          retractedAt === undefined ? undefined : pastTime(retractedAt, `${path}.retractedAt`, frame.context).at,
      });
    }),
    attributions: attributions.map((attribution, index) =>
      present<Attribution>({
        ...dated(attribution, `attributions[${index}]`, frame),
        status: attribution.status ?? 'stated',
      }),
    ),
    denials: denials.map((denial, index) => present<Denial>(dated(denial, `denials[${index}]`, frame))),
  };
}

/** A forward-looking statement; its times may lie ahead. */
export function signalOf({ deadline, validUntil, ...signal }: NonNullable<WireIncident['signal']>): Signal {
  return present<Signal>({
    ...signal,
    deadline: deadline === undefined ? undefined : anyTime(deadline, 'signal.deadline').at,
    validUntil: validUntil === undefined ? undefined : anyTime(validUntil, 'signal.validUntil').at,
  });
}

/** A published running total; a `count_statement` must have one. */
export function counterOf(wire: WireIncident, occurred: Instant, context: ReadContext): CountStatement | undefined {
  const { counter } = wire;
  if (!counter) {
    if (wire.kind !== 'count_statement') return undefined;
    throw new Unusable('missing_field', 'counter', 'a count_statement needs counter {counter, since, total}');
  }
  const since = pastTime(counter.since, 'counter.since', context).at;
  const asOf = counter.asOf === undefined ? occurred : pastTime(counter.asOf, 'counter.asOf', context).at;
  if (asOf < since) throw new Unusable('bad_range', 'counter.asOf', 'it is before counter.since');
  return present<CountStatement>({ ...counter, since, asOf, qualifier: qualifierOf(counter.qualifier) ?? 'exact' });
}

interface Dated {
  readonly at?: WireTime | undefined;
  readonly dateInferred?: boolean | undefined;
}

function dated<T extends Dated>(statement: T, path: string, { reportedAt, context }: Frame) {
  const { at, dateInferred } = statement;
  if (at === undefined) return { ...statement, at: reportedAt, dateInferred: true as boolean | undefined };
  return { ...statement, at: pastTime(at, `${path}.at`, context).at, dateInferred: dateInferred || undefined };
}
