import type { Dated, Evidence, Transition } from '@barometer/alert';
import type { CasualtyReport, Estimate } from '@barometer/incident';
import { clean } from '../message/clean.js';
import { day } from '../words/dates.js';
import { reporterName, type Names } from '../words/names.js';
import { estimated, qualified } from '../words/numbers.js';
import { isAboutOne } from '../words/subject.js';

const REPORTS = 8;
const INCIDENTS = 5;

/** Every report of one incident with who said it, aligned; over several incidents, their resolved figures. */
export function tollLines(transition: Transition, names: Names): string[] {
  const [top] = transition.evidence;
  if (!top) return [];
  if (isAboutOne(transition) || transition.evidenceTotal === 1) return reportLines(top, transition.at, names);
  const hurt = transition.evidence.filter(({ killed, injured }) => (killed?.value ?? 0) + (injured?.value ?? 0) > 0);
  return aligned(
    hurt
      .slice(0, INCIDENTS)
      .map((one) => [day(one.at, transition.at), resolvedWords(one), clean(one.place ?? one.ref, 60)]),
  );
}

function reportLines(evidence: Evidence, now: string, names: Names): string[] {
  const reports = evidence.reports.filter((report) => reportWords(report) !== '');
  const rows = reports
    .slice(-REPORTS)
    .map((report) => [day(report.reportedAt, now), reportWords(report), sourceWords(report, names)]);
  const earlier = reports.length - rows.length;
  return [...(earlier > 0 ? [`${earlier} earlier reports are on the page.`] : []), ...aligned(rows)];
}

/** `3 killed, at least 34 injured`; a claim about the other side says that it is one. */
function reportWords(report: Dated<CasualtyReport>): string {
  const parts = [part(report.killed, 'killed'), ...injuredParts(report)];
  parts.push(part(report.critical, 'critical'), part(report.missing, 'missing'));
  const words = parts.filter((text) => text !== undefined).join(', ');
  return words !== '' && report.isClaim ? `claims ${words}` : words;
}

/** Brain injuries are of the injured; a report of them alone is one of injured. */
function injuredParts({ injured, injuredTbi }: Dated<CasualtyReport>): (string | undefined)[] {
  if (injured && injuredTbi && estimated(injured) === estimated(injuredTbi))
    return [part(injured, 'injured (brain injuries)')];
  return [part(injured, 'injured'), part(injuredTbi, injured ? 'of them brain injuries' : 'injured (brain injuries)')];
}

function part(estimate: Estimate | undefined, what: string): string | undefined {
  const number = estimate && estimated(estimate);
  return number === undefined ? undefined : `${number} ${what}`;
}

function sourceWords(report: Dated<CasualtyReport>, names: Names): string {
  const reporter = clean(reporterName(report.reporter, names), 60);
  if (report.isClaim) return `${reporter}, a party's claim: not counted`;
  return report.note === undefined ? reporter : `${reporter}, ${clean(report.note, 60)}`;
}

function resolvedWords({ killed, injured }: Evidence): string {
  const parts = [
    killed && `${qualified(killed.value, killed.qualifier)} killed`,
    injured && `${qualified(injured.value, injured.qualifier)} injured`,
  ];
  return parts.filter((text) => text !== undefined).join(', ');
}

/** Columns padded to their widest cell. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
