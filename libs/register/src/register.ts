import type { Gazetteer } from '@barometer/gazetteer';
import type { Alike, Change, Grades, Incident, Revision } from '@barometer/incident';
import { changesBetween } from './change.js';
import { clusterOf } from './clusters.js';
import { Conflicts, type Conflict } from './conflicts.js';
import { fitsLine } from './lines.js';
import { DuplicateLinks } from './links.js';
import { AtRest, RestingPiece, sortAlike } from './at-rest.js';
import { fromMemory, type RegisterCounts, type RegisterMemory } from './memory.js';
import { Names } from './names.js';
import { compare, newKnown, noteEarliest, remember, stands, supersede, unfiled, type Known } from './newest.js';
import { readOutlines } from './piece-text.js';
import type { Applied, RegisterPort } from './port.js';
import { Records, type Piece } from './records.js';
import { isResolved, resolveIncident } from './resolve.js';
import { Twins } from './twins.js';

const NO_CHANGES: readonly Change[] = Object.freeze([]);
const DUPLICATE: Applied = Object.freeze({ outcome: 'duplicate', changes: NO_CHANGES });
const CONFLICT: Applied = Object.freeze({ outcome: 'conflict', changes: NO_CHANGES });

/** What the register decides with: names and the operator's grades of reporters. */
export interface RegisterOptions {
  readonly gazetteer: Gazetteer;
  readonly grades: Grades;
}

/**
 * Decides identity: which revision of a record is newest, which records are one incident, and what that incident then
 * is. The standing incidents are a function of the revisions seen, never of their order.
 */
export class Register implements RegisterPort {
  private readonly records = new Records({
    wake: (record) => this.wake(record),
    mayRest: (known) => this.mayRest(known),
  });
  private readonly links = new DuplicateLinks();
  private readonly names: Names;
  private readonly twins: Twins;
  private conflicted = new Conflicts();
  private readonly tally = { revisions: 0, duplicates: 0, conflicts: 0, late: 0 };
  /** Records of recalled pieces that cannot rest: they are filed once all pieces are there. */
  private unsettled: Known[] = [];

  constructor(private readonly options: RegisterOptions) {
    this.names = new Names(options.gazetteer);
    this.twins = new Twins(options.gazetteer);
  }

  /** Takes back a piece that was saved with these names and grades, in order; its body is asked for when one of its records is. */
  recall(outlines: string, body: () => string): void {
    const { grades } = this.options;
    const piece = new RestingPiece(readOutlines(outlines, this.names.facetsIn), body, {
      from: this.records.size,
      grades,
    });
    const { facets, awake } = piece.outlines;
    for (let index = 0; index < facets.length; index++) {
      const record = awake.get(index);
      if (record === undefined) this.rest(new AtRest(piece, index));
      else {
        const known = fromMemory(record);
        known.facets = this.names.facetsOf(known.newest);
        this.twins.hear(known.newest.dataset);
        this.records.add(known);
        this.unsettled.push(known);
      }
    }
  }

  /** Goes on where the saved one stood, once all its pieces are there. */
  resume({ counts, conflicts }: RegisterMemory): void {
    for (const near of this.twins.begin(this.records)) this.stir(near);
    for (const known of this.unsettled) this.file(known);
    this.unsettled = [];
    this.conflicted = new Conflicts(conflicts);
    Object.assign(this.tally, counts);
  }

  /** Takes one revision in and says what it changes; applying every change to the incidents before gives those after. */
  apply(revision: Revision): Applied {
    this.tally.revisions += 1;
    const known = this.records.get(revision.incidentId);
    if (known === undefined) return { outcome: 'newest', changes: this.admit(newKnown(revision)) };
    const outcome = compare(known, revision);
    if (outcome === 'duplicate') return this.countDuplicate();
    if (outcome === 'conflict') return this.refuse(revision);
    this.records.touch(known);
    if (outcome === 'late') return this.takeLate(known, revision);
    supersede(known, revision);
    return { outcome, changes: this.file(known) };
  }

  /** The standing incident that a record is part of, by our id of any member. */
  incident(incidentId: string): Incident | undefined {
    return this.records.get(incidentId)?.incident;
  }

  /** Every standing incident once, in order of their naming member's first recording. */
  *incidents(): Iterable<Incident> {
    for (const { newest, incident } of this.records.values()) if (incident?.id === newest.incidentId) yield incident;
  }

  /** The standing incidents that are named by a record with this id in its dataset. */
  *incidentsOf(recordId: string): Iterable<Incident> {
    for (const incidentId of this.records.idsOf(recordId)) {
      const incident = this.incident(incidentId);
      if (incident?.id === incidentId) yield incident;
    }
  }

  /** Every standing incident of records that are read already. */
  *awake(): Iterable<Incident> {
    for (const { newest, incident } of this.records.awake()) if (incident?.id === newest.incidentId) yield incident;
  }

  /** Every standing incident that is at rest. */
  atRest(): Iterable<Alike> {
    return sortAlike(this.records.atRest());
  }

  get counts(): RegisterCounts {
    return { ...this.tally };
  }

  /** Revision numbers that came with two contents: the first thousand, all counted in `counts`. */
  conflicts(): readonly Conflict[] {
    return this.conflicted.list();
  }

  /** Everything known of records, in order of first recording, piece by piece. */
  pieces(): Iterable<Piece> {
    return this.records.pieces();
  }

  /** The same knowledge resolved anew, for other names or grades; this register stays as it is. */
  rebuild(options: RegisterOptions): Register {
    const register = new Register(options);
    for (const record of this.records.all())
      register.admit(unfiled(record instanceof AtRest ? record.known() : record));
    register.resume({ counts: this.counts, conflicts: this.conflicts() });
    return register;
  }

  private admit(known: Known): readonly Change[] {
    this.records.add(known);
    return this.file(known);
  }

  private rest(record: AtRest): void {
    this.records.rest(record);
    for (const dataset of record.facets.dataset) this.twins.hear(dataset);
  }

  /** Reads a record at rest, and all those that must be read with it. */
  private wake(record: AtRest): Known {
    for (const each of this.twins.around(record)) this.stir(each);
    return this.records.get(record.id)!;
  }

  private stir(record: AtRest): void {
    if (!this.records.rests(record)) return;
    const known = record.known();
    this.records.replace(record, known);
    this.twins.admit(known);
  }

  /** Whether nothing needs to be asked of it before somebody asks for it. */
  private mayRest({ newest, incident, twins }: Known): boolean {
    const alone = incident?.members.length === 1 && twins === undefined && !this.links.has(newest.incidentId);
    const lines = fitsLine(newest.incidentId) && fitsLine(newest.recordId);
    return alone && lines && newest.links.length === 0 && newest.counter === undefined;
  }

  private countDuplicate(): Applied {
    this.tally.duplicates += 1;
    return DUPLICATE;
  }

  private refuse(revision: Revision): Applied {
    this.tally.conflicts += 1;
    this.conflicted.add(revision);
    return CONFLICT;
  }

  /** A late revision tells nothing of the incident, but it may show that its record was reported before a linked one. */
  private takeLate(known: Known, revision: Revision): Applied {
    this.tally.late += 1;
    remember(known, revision);
    const sooner = noteEarliest(known, revision);
    const linked = known.incident !== undefined && known.incident.members.length > 1;
    return { outcome: 'late', changes: sooner && linked ? this.settle([known]) : NO_CHANGES };
  }

  private file(known: Known): readonly Change[] {
    const { newest } = known;
    known.facets = this.names.facetsOf(newest);
    const linked = this.links.replace(newest);
    for (const near of this.twins.meet(known, this.records)) this.stir(near);
    const touched = this.twins.file(known);
    const alone = linked.length === 0 && touched.size === 0 && (known.incident?.members.length ?? 1) === 1;
    if (alone) return this.settleAlone(known);
    const around = linked.flatMap((incidentId) => this.records.get(incidentId) ?? []);
    return this.settle([known, ...around, ...touched]);
  }

  private settleAlone(known: Known): readonly Change[] {
    const before = known.incident;
    const after = stands(known) ? resolveIncident([known], this.options.grades) : undefined;
    known.incident = after;
    if (before === undefined && after === undefined) return NO_CHANGES;
    return [{ before, after }];
  }

  /** Clusters the given records anew, with every member of the incidents they were or become part of. */
  private settle(records: readonly Known[]): readonly Change[] {
    const [open, before, after] = [new Set(records), new Set<Incident>(), new Set<Incident>()];
    const settled = new Map<Known, Incident>();
    for (const known of open) {
      if (known.incident !== undefined) {
        before.add(known.incident);
        for (const incidentId of known.incident.members) open.add(this.records.get(incidentId)!);
      }
      if (!stands(known) || settled.has(known)) continue;
      const cluster = clusterOf(known, this.links, this.records);
      const incident = isResolved(known.incident, cluster)
        ? known.incident
        : resolveIncident(cluster, this.options.grades);
      after.add(incident);
      for (const member of cluster) {
        open.add(member);
        settled.set(member, incident);
      }
    }
    for (const known of open) {
      known.incident = settled.get(known);
      this.records.touch(known);
    }
    return changesBetween(this.inOrder(before), this.inOrder(after));
  }

  /** In order of the naming member's first recording: what came of one revision is told in the same order after any restart. */
  private inOrder(incidents: ReadonlySet<Incident>): readonly Incident[] {
    const placeOf = ({ id }: Incident): number => this.records.get(id)!.place!;
    return [...incidents].sort((a, b) => placeOf(a) - placeOf(b));
  }
}
