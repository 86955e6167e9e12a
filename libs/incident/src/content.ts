import { startOfDay, type Instant } from '@barometer/time';
import type { Revision } from './revision.js';

/**
 * A revision without what its reading added: a time of report that was assumed is 0, one that stands for a date is the
 * start of that day. Two deliveries of one message are equal by this, whenever and from whichever line they were read.
 */
export function contentOf(revision: Revision): Revision {
  const { reportedAt, reportedAssumed, reportedPrecision } = revision;
  if (!reportedAssumed && reportedPrecision === 'instant' && !revision.casualties.some(isDated)) return revision;
  const said = reportedAssumed ? 0 : reportedPrecision === 'day' ? startOfDay(reportedAt) : reportedAt;
  const inferred = <T extends { readonly at: Instant; readonly dateInferred?: boolean }>(statement: T): T =>
    statement.dateInferred && statement.at === reportedAt ? { ...statement, at: said } : statement;
  return {
    ...revision,
    reportedAt: said,
    casualties: revision.casualties.map((report) => {
      if (report.reportedAt === reportedAt) return { ...report, reportedAt: said };
      return isDated(report) ? { ...report, reportedAt: startOfDay(report.reportedAt) } : report;
    }),
    claims: revision.claims.map(inferred),
    attributions: revision.attributions.map(inferred),
    denials: revision.denials.map(inferred),
  };
}

function isDated({ reportedPrecision }: Revision['casualties'][number]): boolean {
  return reportedPrecision === 'day';
}
