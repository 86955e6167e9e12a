import { deskAt, type DeskView } from '@barometer/desk';
import type { Log } from '@barometer/store';
import { MINUTE, type Duration, type Instant } from '@barometer/time';

/** A desk that nobody asks for in this time is not kept. */
const IDLE: Duration = MINUTE;
/** Instants under way or waiting their turn. */
const MOST = 4;

/** More instants are asked for than are folded one after another in a bearable time. */
export class TooManyLooks extends Error {
  override readonly name = 'TooManyLooks';
  constructor() {
    super(`${MOST} other looks back are under way, one after another; ask again in a minute`);
  }
}

/**
 * Desks as known at instants before the live desk's now: what was known then stays as it is. Each takes as much memory as the live one
 * and a fold of the journal, so there is one at a time.
 */
export class DeskCache {
  private kept: { readonly at: Instant; readonly desk: DeskView } | undefined;
  private readonly folding = new Map<Instant, Promise<DeskView>>();
  private turn: Promise<void> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly journal: Log,
    private readonly fold: (journal: Log, at: Instant) => Promise<DeskView> = deskAt,
  ) {}

  /** Throws `TooManyLooks` while as many others are under way as are taken. */
  async at(at: Instant): Promise<DeskView> {
    if (this.kept?.at === at) return this.keep(at, this.kept.desk);
    const underWay = this.folding.get(at);
    if (underWay) return underWay;
    if (this.folding.size >= MOST) throw new TooManyLooks();
    const made = this.turn.then(() => this.make(at)).finally(() => this.folding.delete(at));
    this.folding.set(at, made);
    // Without its answer, which would hold the desk.
    this.turn = made.then(nothing, nothing);
    return made;
  }

  private async make(at: Instant): Promise<DeskView> {
    this.drop();
    return this.keep(at, await this.fold(this.journal, at));
  }

  private keep(at: Instant, desk: DeskView): DeskView {
    clearTimeout(this.idle);
    this.kept = { at, desk };
    this.idle = setTimeout(() => this.drop(), IDLE).unref();
    return desk;
  }

  private drop(): void {
    clearTimeout(this.idle);
    this.kept = undefined;
  }
}

function nothing(): void {}
