import {
  Stamper,
  canonicalJson,
  encodeEntry,
  sha256Hex,
  type Act,
  type Matchers,
  type Silence,
} from '@barometer/journal';
import type { Log } from '@barometer/store';
import type { Clock, Instant } from '@barometer/time';

/** What operators do, written to the journal. */
export interface Acts {
  acknowledge(act: { readonly alertId: string; readonly by: string; readonly note?: string }): Promise<void>;
  /** Answers the silence with its id and start. */
  silence(act: {
    readonly matchers: Matchers;
    readonly reason: string;
    readonly by: string;
    readonly until: Instant;
  }): Promise<Silence>;
  endSilence(act: { readonly id: string; readonly by: string }): Promise<void>;
}

/** Acts on a journal, each stamped from the clock and never before `journalNow`; throws `ClockJumped` where the clock cannot be believed. */
export function createActs(ports: {
  readonly journal: Log;
  readonly clock: Clock;
  readonly journalNow: () => Instant;
}): Acts {
  const { journal, clock } = ports;
  const write = async (act: Act, wall: Instant) => {
    const recorded = new Stamper(clock, ports.journalNow()).stamp();
    await journal.append([{ value: encodeEntry({ type: 'act', recorded, wall, act }) }]);
  };
  return {
    acknowledge: (act) => write({ kind: 'acknowledge', ...act }, clock.now()),
    async silence(asked) {
      const from = clock.now();
      const id = sha256Hex(canonicalJson({ ...asked, from })).slice(0, 12);
      const silence: Silence = { kind: 'silence', id, ...asked, from };
      await write(silence, from);
      return silence;
    },
    endSilence: (act) => write({ kind: 'end silence', ...act }, clock.now()),
  };
}
