import type { Instant } from '@barometer/time';
import { figureOf, sumOf, type Figure } from './estimate.js';
import type { Grade, ResolvedCasualties, ResolvedNumber } from './incident.js';
import type { Side } from './kinds.js';
import type { CasualtyReport } from './revision.js';

/** A number of casualties that is resolved for itself. */
type CasualtyField = 'killed' | 'injured';

/** The grade of each reporter the operator has listed; all others are E. */
export type Grades = Readonly<Record<string, Grade>>;

/** What one reporter's figures, all sides summed, came to when it last added to them. */
interface CasualtyStatement extends Figure {
  readonly reporter: string;
  readonly grade: Grade;
  readonly reportedAt: Instant;
}

/**
 * The one view of an incident's casualties: field by field the latest non-claim report of the best-graded reporter,
 * `low` to `high` over all non-claim reports, and every report in order of `reportedAt` for display.
 * A reporter's newest figures for each side are summed, the perpetrator's own losses left out.
 */
export function resolveCasualties(reports: readonly CasualtyReport[], grades: Grades): ResolvedCasualties {
  const ordered = inOrder(reports);
  const killed = resolveField(ordered, grades, 'killed');
  const injured = resolveField(ordered, grades, 'injured');
  return { ...(killed && { killed }), ...(injured && { injured }), reports: ordered };
}

/** The grade of a reporter: as listed, else E. */
export function gradeOf(reporter: string, grades: Grades): Grade {
  return Object.hasOwn(grades, reporter) ? (grades[reporter] ?? 'E') : 'E';
}

function resolveField(
  ordered: readonly CasualtyReport[],
  grades: Grades,
  field: CasualtyField,
): ResolvedNumber | undefined {
  const statements = allStatements(ordered, grades, field);
  const [first] = statements;
  if (!first) return undefined;
  const chosen = statements.reduce((best, next) => (byRank(next, best) <= 0 ? next : best), first);
  return {
    ...chosen,
    low: Math.min(...statements.map(({ low }) => low)),
    high: Math.max(...statements.map(({ high }) => high)),
  };
}

/** Every non-claim statement in order: a reporter's standing total after each moment at which it reported the field. */
function allStatements(
  ordered: readonly CasualtyReport[],
  grades: Grades,
  field: CasualtyField,
): readonly CasualtyStatement[] {
  const standing = new Map<string, Map<Side, { figure: Figure; at: Instant }>>();
  const statements: CasualtyStatement[] = [];
  for (const report of ordered) {
    const figure = report.isClaim || report.side === 'perpetrator' ? undefined : figureOf(estimateOf(report, field));
    if (!figure) continue;
    const { reporter, reportedAt } = report;
    const sides = standing.get(reporter) ?? new Map<Side, { figure: Figure; at: Instant }>();
    standing.set(reporter, sides);
    dropSuperseded(sides, report);
    sides.set(report.side, { figure, at: reportedAt });
    const total = sumOf([...sides.values()].map((side) => side.figure));
    const statement = { ...total, reporter, grade: gradeOf(reporter, grades), reportedAt };
    const last = statements.findLastIndex((one) => one.reporter === reporter);
    if (statements[last]?.reportedAt === reportedAt) statements.splice(last, 1);
    statements.push(statement);
  }
  return statements;
}

/** A total without sides and figures by side stand together only when said at one moment; else the later kind holds. */
function dropSuperseded(sides: Map<Side, { at: Instant }>, { side, reportedAt }: CasualtyReport): void {
  for (const [other, { at }] of sides)
    if ((other === 'unknown') !== (side === 'unknown') && at < reportedAt) sides.delete(other);
}

function estimateOf(report: CasualtyReport, field: CasualtyField) {
  return field === 'killed' ? report.killed : (report.injured ?? report.injuredTbi);
}

function byRank(a: CasualtyStatement, b: CasualtyStatement): number {
  if (a.grade !== b.grade) return a.grade < b.grade ? -1 : 1;
  return b.reportedAt - a.reportedAt;
}

function inOrder(reports: readonly CasualtyReport[]): readonly CasualtyReport[] {
  return [...reports].sort((a, b) => a.reportedAt - b.reportedAt);
}
