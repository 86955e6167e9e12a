import type { Gazetteer } from '@barometer/gazetteer';
import type { Change, Grades, Incident, Revision } from '@barometer/incident';
import { changesBetween } from './change.js';
import { clusterOf } from './clusters.js';
import { Conflicts, type Conflict } from './conflicts.js';
import { DuplicateLinks } from './links.js';
import { fromMemory, toMemory, type RegisterCounts, type RegisterMemory, type RememberedRecord } from './memory.js';
import { Names } from './names.js';
import { compare, newKnown, noteEarliest, remember, stands, supersede, unfiled, type Known } from './newest.js';
import type { Applied, RegisterPort } from './port.js';
import { Pieces, type Piece } from './pieces.js';
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
  private readonly records = new Map<string, Known>();
  private readonly pieces = new Pieces();
  private readonly links = new DuplicateLinks();
  private readonly names: Names;
  private readonly twins: Twins;
  private conflicted = new Conflicts();
  private readonly tally = { revisions: 0, duplicates: 0, conflicts: 0, late: 0 };

  constructor(private readonly options: RegisterOptions) {
    this.names = new Names(options.gazetteer);
    this.twins = new Twins(options.gazetteer);
  }

  /** A register that goes on where the remembered one stood, with these names and grades. */
  static restore(options: RegisterOptions, memory: RegisterMemory): Register {
    const register = new Register(options);
    register.recall(memory.records);
    register.recallCounts(memory);
    return register;
  }

  /** Takes remembered records back, in order of first recording. */
  recall(records: Iterable<RememberedRecord>): void {
    for (const record of records) this.admit(fromMemory(record));
  }

  /** Takes back what was counted. */
  recallCounts({ counts, conflicts }: Omit<RegisterMemory, 'records'>): void {
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
    this.pieces.touch(known);
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
    for (const [incidentId, { incident }] of this.records) if (incident?.id === incidentId) yield incident;
  }

  get counts(): RegisterCounts {
    return { ...this.tally };
  }

  /** Revision numbers that came with two contents: the first thousand, all counted in `counts`. */
  conflicts(): readonly Conflict[] {
    return this.conflicted.list();
  }

  /** Everything known, as plain data. */
  save(): RegisterMemory {
    const records = [...this.records.values()].map(toMemory);
    return { records, counts: this.counts, conflicts: this.conflicts() };
  }

  /** Everything known of records, in order of first recording, piece by piece. */
  remembered(): Iterable<Piece> {
    return this.pieces.all();
  }

  /** The same knowledge resolved anew, for other names or grades; this register stays as it is. */
  rebuild(options: RegisterOptions): Register {
    const register = new Register(options);
    for (const known of this.records.values()) register.admit(unfiled(known));
    register.recallCounts({ counts: this.counts, conflicts: this.conflicts() });
    return register;
  }

  private admit(known: Known): readonly Change[] {
    this.records.set(known.newest.incidentId, known);
    this.pieces.add(known);
    return this.file(known);
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
    const touched = this.twins.file(known, this.records);
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
    for (const known of open) known.incident = settled.get(known);
    return changesBetween(before, after);
  }
}
