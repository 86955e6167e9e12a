import { highestLevel, sayTransition, type Evidence, type Transition } from '@barometer/alert';
import { clean } from '../message/clean.js';
import { day, moment } from '../words/dates.js';
import { eventWords, spaced } from '../words/event.js';
import { upper } from '../words/first-line.js';
import { readingWords, type Wording } from '../words/kind-words.js';
import { reporterName, type Names } from '../words/names.js';
import { figure } from '../words/numbers.js';

/** What happened: the title, then the leading incident with where it happened and by whom it is said to be. */
export function whatLines(transition: Transition, names: Names): string[] {
  const [top] = transition.evidence;
  const title = `${clean(spaced(transition.title || transition.rule))}.`;
  if (!top) return [title];
  const more = transition.evidenceTotal - 1;
  const others = more > 0 ? [`And ${more} more ${more === 1 ? 'incident' : 'incidents'}, ranked on the page.`] : [];
  return [title, `${incidentWords(top, names)} (${clean(top.ref, 60)}).`, ...others];
}

function incidentWords(evidence: Evidence, names: Names): string {
  const where = [evidence.place, evidence.country && names.countryName(evidence.country)].filter(
    (text) => text !== undefined,
  );
  const words = [eventWords(evidence, names), ...where.map((text) => clean(text, 80))].join(', ');
  const launched = evidence.launched === undefined ? '' : `, ${figure(evidence.launched)} launched`;
  const as = evidence.as === undefined ? '' : ` [${clean(evidence.as, 60)}]`;
  return words.charAt(0).toUpperCase() + words.slice(1) + launched + as;
}

/** When it happened, the latest of several: an hour only if one was reported, then in UTC and local time. */
export function whenLines(transition: Transition, zone: string): string[] {
  const { evidence, evidenceTotal, at } = transition;
  const latest = evidence.reduce<Evidence | undefined>(
    (best, one) => (best && best.at >= one.at ? best : one),
    undefined,
  );
  if (!latest) return [`${moment(at, at, zone)}, when this came out.`];
  const when = whenOf(latest, at, zone);
  return [evidenceTotal > 1 ? `Latest ${when}` : when];
}

function whenOf({ at, precision }: Evidence, now: string, zone: string): string {
  if (precision === 'minute' || precision === 'hour') return moment(at, now, zone);
  if (precision === 'day') return `${day(at, now)}, no hour reported.`;
  return `about ${day(at, now)}, to the ${precision}.`;
}

/** The other transitions of the notice, one line each. */
export function alsoLines(transitions: readonly Transition[], words: Wording): string[] {
  const lines = transitions.slice(0, 10).map((one) => {
    const level = upper(one.level ?? highestLevel(one));
    return clean(
      `${sayTransition(one.transition)} ${level}: ${spaced(one.title || one.rule)}; ${readingWords(one, words)}.`,
      240,
    );
  });
  return transitions.length > lines.length
    ? [...lines, `${transitions.length - lines.length} more on the page.`]
    : lines;
}

/** The incidents behind a reading, ranked, with revision, number of reports and sources. */
export function evidenceLines(transition: Transition, names: Names): string[] {
  const lines = transition.evidence.map((one) => {
    const reports = one.reportCount === 1 ? '1 report' : `${one.reportCount} reports`;
    const reporters = [...new Set(one.reports.map(({ reporter }) => reporterName(reporter, names)))]
      .slice(0, 4)
      .join(', ');
    const weight = one.weight === 0 ? '' : `, weight ${figure(one.weight)}`;
    const by = reporters === '' ? '' : `: ${reporters}`;
    return clean(
      `${one.ref} ${day(one.at, transition.at)} ${eventWords(one, names)}, ${one.place ?? 'place not named'}${weight}, ${reports}${by}`,
      240,
    );
  });
  const more = transition.evidenceTotal - transition.evidence.length;
  return more > 0 ? [...lines, `${more} more counted.`] : lines;
}
