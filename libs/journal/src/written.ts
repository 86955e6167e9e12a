import type { Revision } from '@barometer/incident';
import type { RevisionEntry } from './entry.js';
import { Front, type Field } from './front.js';

/** The part of a report that names are made of. */
type Naming = Pick<Revision, 'location' | 'site' | 'actors' | 'claims' | 'attributions' | 'denials' | 'tactics'>;

const NONE: readonly never[] = Object.freeze([]);

const list = (name: string): Field => ({ opens: `,"${name}":[`, closes: ']', needed: true });
const object = (name: string): Field => ({ opens: `,"${name}":{`, closes: '}', needed: false });
const text = (name: string): Field => ({ opens: `,"${name}":"`, closes: '"', needed: false });

/** The fields behind the report's time, in the order in which they are written: first those that names are made of. */
const NAMING = [
  ...[object('location'), object('site'), list('actors'), list('claims'), list('attributions'), list('denials')],
  list('tactics'),
];
const OTHERS = [
  ...[list('munitions'), text('salvoId'), text('effect'), list('casualties'), object('signal'), list('links')],
  ...[list('drivers'), text('theatre'), object('counter'), list('provenance')],
];
const bitOf = (field: Field['opens']): number => 1 << OTHERS.findIndex(({ opens }) => opens.startsWith(`,"${field}"`));
const [MUNITIONS, CASUALTIES, LINKS] = [bitOf('munitions'), bitOf('casualties'), bitOf('links')];
const [DRIVERS, COUNTER] = [bitOf('drivers'), bitOf('counter')];

const END = '}}';
const END_OF_IMPORTED = '},"imported":true}';
/** What may follow is read in full only; anything else there would be out of its place. */
const LAST = /^,"(?:note|extra)":/;
const OUT_OF_PLACE = /,"(?:occurredTo|reportedAssumed|location|site|counter)":/;

/**
 * A revision as its line in the journal: what a fold asks of every report is read at once, the rest when somebody asks.
 * So what a desk remembers of a report is one text, not the many objects it stands for.
 */
export class WrittenRevision implements Revision {
  readonly schema = 'incident/1';
  readonly incidentId: string;
  readonly dataset: string;
  readonly recordId: string;
  readonly revision: number;
  readonly status: Revision['status'];
  readonly kind: Revision['kind'];
  readonly occurredFrom: number;
  readonly occurredTo: number | undefined;
  readonly timePrecision: Revision['timePrecision'];
  readonly reportedAt: number;
  readonly reportedPrecision: Revision['reportedPrecision'];
  readonly reportedAssumed: true | undefined;
  /** Where the part that names are made of begins and ends. */
  private readonly names: number;
  private readonly namesEnd: number;
  /** Which of `OTHERS` are there and not empty, a bit each. */
  private readonly filled: number;

  /** Reads on where the line's revision begins; `front.fits` tells whether it is one. */
  constructor(
    readonly line: string,
    front: Front,
  ) {
    front.skip('{"schema":"incident/1","incidentId":"');
    this.incidentId = front.text();
    front.skip(',"dataset":"');
    this.dataset = front.text(likely?.dataset);
    front.skip(',"recordId":"');
    this.recordId = front.text();
    front.skip(',"revision":');
    this.revision = front.number();
    front.skip(',"status":"');
    this.status = front.text(likely?.status) as Revision['status'];
    front.skip(',"kind":"');
    this.kind = front.text(likely?.kind) as Revision['kind'];
    front.skip(',"occurredFrom":');
    this.occurredFrom = front.number();
    this.occurredTo = front.has(',"occurredTo":') ? front.number() : undefined;
    front.skip(',"timePrecision":"');
    this.timePrecision = front.text(likely?.timePrecision) as Revision['timePrecision'];
    front.skip(',"reportedAt":');
    this.reportedAt = front.number();
    front.skip(',"reportedPrecision":"');
    this.reportedPrecision = front.text(likely?.reportedPrecision) as Revision['reportedPrecision'];
    this.reportedAssumed = front.has(',"reportedAssumed":true') ? true : undefined;
    this.names = front.at;
    front.fields(NAMING);
    this.namesEnd = front.at;
    this.filled = front.fields(OTHERS);
  }

  get location(): Revision['location'] {
    return this.naming.location;
  }
  get site(): Revision['site'] {
    return this.naming.site;
  }
  get actors(): Revision['actors'] {
    return this.naming.actors;
  }
  get claims(): Revision['claims'] {
    return this.naming.claims;
  }
  get attributions(): Revision['attributions'] {
    return this.naming.attributions;
  }
  get denials(): Revision['denials'] {
    return this.naming.denials;
  }
  get tactics(): Revision['tactics'] {
    return this.naming.tactics;
  }
  get munitions(): Revision['munitions'] {
    return this.filled & MUNITIONS ? this.whole.munitions : NONE;
  }
  get casualties(): Revision['casualties'] {
    return this.filled & CASUALTIES ? this.whole.casualties : NONE;
  }
  get links(): Revision['links'] {
    return this.filled & LINKS ? this.whole.links : NONE;
  }
  get drivers(): Revision['drivers'] {
    return this.filled & DRIVERS ? this.whole.drivers : NONE;
  }
  get counter(): Revision['counter'] {
    return this.filled & COUNTER ? this.whole.counter : undefined;
  }
  get salvoId(): Revision['salvoId'] {
    return this.whole.salvoId;
  }
  get effect(): Revision['effect'] {
    return this.whole.effect;
  }
  get signal(): Revision['signal'] {
    return this.whole.signal;
  }
  get theatre(): Revision['theatre'] {
    return this.whole.theatre;
  }
  get provenance(): Revision['provenance'] {
    return this.whole.provenance;
  }
  get note(): Revision['note'] {
    return this.whole.note;
  }
  get extra(): Revision['extra'] {
    return this.whole.extra;
  }

  /** What JSON writes. */
  toJSON(): Revision {
    return this.whole;
  }

  /** All that its facets are made of, as text: reports that are alike in this have the same. */
  get wording(): string {
    const drivers = this.filled & DRIVERS ? this.drivers.join() : '';
    return `${this.kind}"${this.dataset}"${drivers}${this.line.slice(this.names, this.namesEnd)}`;
  }

  private get naming(): Naming {
    if (lastNaming?.of !== this) {
      const text = this.line.slice(this.names + 1, this.namesEnd);
      lastNaming = { of: this, naming: JSON.parse(`{${text}}`) as Naming };
    }
    return lastNaming.naming;
  }

  private get whole(): Revision {
    if (lastWhole?.of !== this) lastWhole = { of: this, whole: (JSON.parse(this.line) as RevisionEntry).revision };
    return lastWhole.whole;
  }
}

/** The one read before: its words are likely the next one's too. */
let likely: WrittenRevision | undefined;
/** Who is asked for one part is mostly asked for others next. */
let lastNaming: { readonly of: WrittenRevision; readonly naming: Naming } | undefined;
let lastWhole: { readonly of: WrittenRevision; readonly whole: Revision } | undefined;

/** The revision with every field of its own: to compare, copy or keep apart from its line. */
export function wholeOf(revision: Revision): Revision {
  return revision instanceof WrittenRevision ? revision.toJSON() : revision;
}

/** A revision entry whose report is read as far as somebody asks; `undefined` where the line is another, or not written as we do. */
export function readWritten(line: string): RevisionEntry | undefined {
  const front = new Front(line);
  if (!front.has('{"type":"revision","recorded":')) return undefined;
  const recorded = front.number();
  front.skip(',"revision":');
  const revision = new WrittenRevision(line, front);
  if (!front.fits || !endsAsWritten(front.rest)) return undefined;
  likely = revision;
  const imported = line.endsWith(END_OF_IMPORTED);
  return imported ? { type: 'revision', recorded, revision, imported } : { type: 'revision', recorded, revision };
}

function endsAsWritten(rest: string): boolean {
  if (rest === END || rest === END_OF_IMPORTED) return true;
  return LAST.test(rest) && !OUT_OF_PLACE.test(rest) && (rest.endsWith(END) || rest.endsWith(END_OF_IMPORTED));
}
