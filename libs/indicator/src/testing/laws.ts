import { DAY, HOUR } from '@barometer/time';
import fc from 'fast-check';
import type { Contribution, Kind, ReadContext } from '../kind.js';
import type { Reading } from '../reading.js';
import { naiveTimeline } from './naive-timeline.js';
import type { Timeline } from '../timeline/timeline.js';
import { createTimeline } from '../timeline/tree.js';
import { contributions, feeds, instant } from './random.js';

/** What a kind is held to: how to make its input, and the reading worked out anew from the full lists. */
export interface Subject<P> {
  readonly kind: Kind<P>;
  readonly params: fc.Arbitrary<P>;
  /** What each stream's contributions carry. */
  readonly streams: readonly fc.Arbitrary<Partial<Contribution>>[];
  readonly key?: string;
  /** Checks the reading against a straightforward recomputation from everything. */
  readonly oracle: (reading: Reading, input: Input<P>) => void;
  /** The part of a reading that stands still until `until`, which `soon` puts within the hour; all of it unless some fields move all the time. */
  readonly steady?: (reading: Reading, soon: boolean) => Reading;
}

export interface Input<P> {
  readonly lists: readonly (readonly Contribution[])[];
  readonly params: P;
  readonly context: ReadContext;
  readonly any: readonly { readonly from: number; readonly to: number }[];
  readonly full: readonly { readonly from: number; readonly to: number }[];
}

/** The laws every kind keeps: the oracle's answer, the naive timeline's answer, the same answer until `until`. */
export function keepsTheLaws<P>(subject: Subject<P>): void {
  const { kind, oracle } = subject;

  it('reads what an oracle works out from the full list', () => {
    check(subject, (input) => oracle(readOn(subject, input, createTimeline), input));
  });

  it('reads the same on the naive timeline, and without any one contribution', () => {
    check(subject, (input) => {
      expect(readOn(subject, input, createTimeline)).toEqual(readOn(subject, input, naiveTimeline));
      const fast = timelines(input, createTimeline);
      const naive = timelines(input, naiveTimeline);
      for (const { ref } of kind.evidence(fast, input.params, input.context).slice(0, 2)) {
        const views = [fast, naive].map((each) => each.map((timeline) => timeline.without(ref)));
        const [one, other] = views.map((each) => kind.read(each, input.params, input.context));
        expect(one).toEqual(other);
        expect(kind.evidence(views[0]!, input.params, input.context)).toEqual(
          kind.evidence(views[1]!, input.params, input.context),
        );
      }
    });
  });

  if (kind.tally) {
    it('tallies what it reads, and nothing else can be compared', () => {
      check(subject, (input) => {
        const value = kind.tally!(timelines(input, createTimeline), input.params, input.context.at);
        const reading = readOn(subject, input, createTimeline);
        expect(reading).toMatchObject({ known: true, value });
        expect(reading.fields).toEqual({ [kind.fields[0]!.name]: value });
      });
    });
  }

  it('does not change before `until`', () => {
    const steady = subject.steady ?? ((reading: Reading) => reading);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    check(
      subject,
      (input, part) => {
        const fast = timelines(input, createTimeline);
        const read = (at: number) => kind.read(fast, input.params, { ...input.context, at });
        const { at } = input.context;
        const now = read(at);
        expect(now.until).toBeGreaterThan(at);
        const soon = now.until - at <= HOUR;
        const last = Math.min(now.until - 1, at + 10_000 * DAY);
        for (const later of [last, at + Math.floor((last - at) * part)]) {
          expect(still(steady(read(later), soon))).toEqual(still(steady(now, soon)));
        }
      },
      share,
    );
  });

  it('has evidence in the reach of the reading', () => {
    check(subject, (input) => {
      const fast = timelines(input, createTimeline);
      const reading = kind.read(fast, input.params, input.context);
      for (const { at } of kind.evidence(fast, input.params, input.context)) {
        expect(at).toBeGreaterThanOrEqual(reading.from);
        expect(at).toBeLessThanOrEqual(input.context.at);
      }
    });
  });
}

/** A reading without what tells its own time. */
function still({ until: _until, from: _from, baseline, ...rest }: Reading): unknown {
  return { ...rest, k: baseline?.k };
}

function check<P>(
  subject: Subject<P>,
  law: (input: Input<P>, share: number) => void,
  share: fc.Arbitrary<number> = fc.constant(0),
): void {
  const lists = fc.tuple(...subject.streams.map((extra) => contributions(extra)));
  fc.assert(
    fc.property(lists, subject.params, instant, feeds, share, (made, params, at, { coverage, any, full }, part) => {
      const named = made.map((list, stream) => list.map((each) => ({ ...each, ref: `${stream}-${each.ref}` })));
      const context = subject.key === undefined ? { at, coverage } : { at, coverage, key: subject.key };
      law({ lists: named, params, context, any, full }, part);
    }),
    { numRuns: 300 },
  );
}

function timelines<P>({ lists }: Input<P>, create: () => Timeline): Timeline[] {
  return lists.map((list) => {
    const timeline = create();
    for (const contribution of list) timeline.insert(contribution);
    return timeline;
  });
}

function readOn<P>({ kind }: Subject<P>, input: Input<P>, create: () => Timeline): Reading {
  return kind.read(timelines(input, create), input.params, input.context);
}
