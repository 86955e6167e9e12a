import { endOfDay, type Duration, type Instant } from '@barometer/time';
import { CannotRun } from '../exit.js';

/** The instants to read at, ascending, given out as the fold passes them. */
export interface Times {
  /** Those before the fold's next entry. */
  before(recorded: Instant): Iterable<Instant>;
  /** Those left when the last entry, recorded at `last`, is folded. */
  rest(last: Instant): Iterable<Instant>;
  /** No more will come. */
  readonly done: boolean;
}

/** Times as asked for by options; throws `CannotRun` when neither or both ways are named. */
export function timesOf(asked: {
  readonly at?: readonly Instant[];
  readonly every?: Duration;
  readonly from?: Instant;
  readonly until?: Instant;
}): Times {
  const { at, every, from, until } = asked;
  if ((at === undefined) === (every === undefined)) throw new CannotRun('name either --at or --every');
  if (at !== undefined && (from ?? until) !== undefined) throw new CannotRun('--from and --until go with --every');
  if (from !== undefined && until !== undefined && from > until) throw new CannotRun('--from is after --until');
  return at !== undefined ? new ListedTimes(at) : new SteppedTimes(every!, from, until ?? Infinity);
}

class ListedTimes implements Times {
  private next = 0;

  constructor(private readonly list: readonly Instant[]) {}

  get done(): boolean {
    return this.next >= this.list.length;
  }

  *before(recorded: Instant): Iterable<Instant> {
    while (!this.done && this.list[this.next]! < recorded) yield this.list[this.next++]!;
  }

  *rest(): Iterable<Instant> {
    yield* this.before(Infinity);
  }
}

class SteppedTimes implements Times {
  constructor(
    private readonly step: Duration,
    private next: Instant | undefined,
    private readonly until: Instant,
  ) {}

  get done(): boolean {
    return this.next !== undefined && this.next > this.until;
  }

  *before(recorded: Instant): Iterable<Instant> {
    this.next ??= endOfDay(recorded);
    for (; this.next < recorded && this.next <= this.until; this.next += this.step) yield this.next;
  }

  *rest(last: Instant): Iterable<Instant> {
    const end = this.until === Infinity ? endOfDay(last) : this.until;
    yield* this.before(end + 1);
  }
}
