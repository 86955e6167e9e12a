import { highestLevel, sayTransition, type Transition } from '@barometer/alert';
import { clean, clip } from './clean.js';
import type { KnownAlert } from '../plan/known.js';
import type { Message, MessageRow, Notice } from './message.js';
import type { PlannedNotice } from '../plan/plan.js';
import { blindLines, contextLines } from '../rows/context.js';
import { levelLines } from '../rows/level.js';
import { tollLines } from '../rows/toll.js';
import { alsoLines, evidenceLines, whatLines, whenLines } from '../rows/what.js';
import { whoLines } from '../rows/who.js';
import { whyLines, withoutLines } from '../rows/why.js';
import type { Routing } from '../plan/routes.js';
import { day, moment } from '../words/dates.js';
import { firstLine, upper } from '../words/first-line.js';
import { exactWords, readingWords, type KindOf } from '../words/kind-words.js';
import type { Names } from '../words/names.js';
import { aboutOf, subjectOf } from '../words/subject.js';

/** What a message needs beside its notice. */
export interface ComposeContext {
  /** Base of links; without one, links are paths. */
  readonly publicUrl?: string;
  /** IANA zone shown beside UTC. */
  readonly timezone: string;
  readonly names: Names;
  readonly kindOf: KindOf;
  readonly routing: Routing;
  /** The alerts as known with this notice and before it, by id. */
  readonly known: PlannedNotice['known'];
  readonly before: PlannedNotice['before'];
}

const LONGEST_LIST = 40;

/** What a receiver is told, as plain values: subject, first line, rows in fixed order, exact figures below. */
export function compose(notice: Notice, context: ComposeContext): Message {
  if (notice.transitions.length === 0) return composeTest(notice, context);
  return notice.kind === 'alert' ? composeAlert(notice, context) : composeList(notice, context);
}

function composeAlert(notice: Notice, context: ComposeContext): Message {
  const [top, ...others] = notice.transitions as readonly [Transition, ...Transition[]];
  const known = context.known.get(top.alertId);
  const rows = rowsOf(top, notice, context);
  const update = top.transition === 'updated';
  const link = linkTo(context.publicUrl, top.alertId);
  return {
    subject: subjectOf(top, known?.about ?? aboutOf(top, context.names)),
    first: firstLine(top, context, others.length),
    level: top.level,
    tone: top.tone,
    rows: filled([
      { label: 'Level', lines: levelLines(top, context.routing, known, notice.history) },
      ...(update ? [] : rows.story),
      { label: 'Also', lines: alsoLines(others, context) },
      { label: 'Toll', lines: tollLines(top, context.names) },
      { label: 'Who', lines: whoLines(top, context.names) },
      ...(update ? [] : rows.reason),
      { label: 'Context', lines: contextLines(top, context.names) },
      { label: 'Blind?', lines: blindLines(top) },
      { label: 'Ack', lines: [ackWords(known, context.timezone, top.at)] },
      { label: 'Act', lines: [`${link}${revisionWords(top, context.before.get(top.alertId))}`] },
    ]),
    below: filled([...(update ? [...rows.story, ...rows.reason] : []), ...belowRows(top, context)]),
    link,
    history: notice.history,
    chartOf: top,
  };
}

/** An update keeps what the thread already said below the fold. */
function rowsOf(
  top: Transition,
  notice: Notice,
  context: ComposeContext,
): { story: MessageRow[]; reason: MessageRow[] } {
  return {
    story: [
      { label: 'What', lines: whatLines(top, context.names) },
      { label: 'When', lines: whenLines(top, context.timezone) },
    ],
    reason: [
      { label: 'Why', lines: whyLines(top, context) },
      { label: 'Without', lines: withoutLines(top) },
    ],
  };
}

function belowRows(top: Transition, { names, kindOf }: ComposeContext): MessageRow[] {
  const urls = [...new Set(top.evidence.flatMap((evidence) => evidence.urls))].filter((url) =>
    /^https?:\/\//i.test(url),
  );
  return [
    { label: 'Exactly', lines: [exactWords(top, kindOf)] },
    { label: 'Evidence', lines: evidenceLines(top, names) },
    { label: 'Sources', lines: urls.slice(0, 12).map((url) => clean(url, 500)) },
    {
      label: 'Record',
      lines: [
        `Alert ${top.alertId}, change ${top.seq}; watch ${clean(top.watch)}, rule ${clean(top.rule)}, series ${clean(top.series)}.`,
        `Came out ${top.at} from ${clean(top.cause, 80)}; hash ${top.hash}.`,
      ],
    },
  ];
}

/** A digest, or what is still open: one line an alert. */
function composeList(notice: Notice, context: ComposeContext): Message {
  const { transitions, kind } = notice;
  const top = transitions.reduce((best, one) => (rankBy(one) > rankBy(best) ? one : best));
  const many = `${transitions.length} ${kind === 'daily' ? 'change' : 'open alert'}${transitions.length === 1 ? '' : 's'}`;
  const now = notice.at;
  const list = transitions
    .slice(0, LONGEST_LIST)
    .map((one) => (kind === 'daily' ? changeLine(one, context) : openLine(one, context)));
  const rest = transitions.length - list.length;
  const link = linkTo(context.publicUrl);
  return {
    subject:
      kind === 'daily'
        ? `DAILY Barometer: changes of the day [${clean(notice.watch, 60)}]`
        : `${upper(top.level)} Barometer: still open [${clean(notice.watch, 60)}]`,
    first: clip(
      kind === 'daily'
        ? `DAILY: ${many} since the last digest, the highest ${upper(highestLevel(top))}.`
        : `STILL OPEN: ${many}, the highest ${upper(top.level)}.`,
      89,
    ),
    level: kind === 'daily' ? highestLevel(top) : top.level,
    tone: transitions.every(({ tone }) => tone === 'easing') ? 'easing' : 'alarm',
    rows: filled([
      {
        label: 'Level',
        lines: [
          `${upper(highestLevel(top))} is the highest. ${notice.history ? 'History: nobody was called.' : `Told: ${clean(notice.receiver, 60)}.`}`,
        ],
      },
      { label: 'What', lines: rest > 0 ? [...list, `${rest} more on the page.`] : list },
      { label: 'When', lines: [moment(now, now, context.timezone)] },
      { label: 'Blind?', lines: blindLines(transitions.at(-1)!) },
      { label: 'Act', lines: [link] },
    ]),
    below: [],
    link,
    history: notice.history,
  };
}

function changeLine(transition: Transition, context: ComposeContext): string {
  const level = upper(transition.level ?? highestLevel(transition));
  return clean(`${sayTransition(transition.transition)} ${level} ${lineOf(transition, context)}`, 240);
}

function openLine(transition: Transition, context: ComposeContext): string {
  const known = context.known.get(transition.alertId);
  const since = day(known?.levelSince ?? transition.since, transition.at);
  return clean(`${upper(transition.level)} since ${since}: ${lineOf(transition, context)}`, 240);
}

function lineOf(transition: Transition, context: ComposeContext): string {
  const about = context.known.get(transition.alertId)?.about ?? aboutOf(transition, context.names);
  return `${about}; ${readingWords(transition, context)} (${transition.alertId})`;
}

function composeTest(notice: Notice, context: ComposeContext): Message {
  const link = linkTo(context.publicUrl);
  const receiver = clean(notice.receiver, 60);
  return {
    subject: `TEST Barometer: test message to ${receiver} [barometer]`,
    first: clip(`TEST: nothing has happened. Receiver ${receiver} can be reached.`, 89),
    level: null,
    tone: 'easing',
    rows: [
      {
        label: 'What',
        lines: ['An operator asked for this message to see that alerts arrive. Nothing needs to be done.'],
      },
      { label: 'When', lines: [moment(notice.at, notice.at, context.timezone)] },
      { label: 'Act', lines: [link] },
    ],
    below: [],
    link,
    history: false,
  };
}

function ackWords(known: KnownAlert | undefined, zone: string, now: string): string {
  if (!known?.ack) return 'Nobody has acknowledged this alert.';
  const { by, at, note } = known.ack;
  return `Acknowledged by ${clean(by, 60)}, ${moment(at, now, zone)}${note === undefined ? '.' : `: ${clean(note)}`}`;
}

/** `(fr-057 revision 4, was 3)`. */
function revisionWords({ evidence: [top] }: Transition, before: KnownAlert | undefined): string {
  if (!top) return '';
  const was = before?.revisions[`${top.dataset}/${top.recordId}`];
  const earlier = was === undefined || was === top.revision ? '' : `, was ${was}`;
  return `       (${clean(top.recordId, 60)} revision ${top.revision}${earlier})`;
}

function linkTo(publicUrl: string | undefined, alertId?: string): string {
  const base = (publicUrl ?? '').replace(/\/+$/, '');
  return alertId === undefined ? `${base}/` : `${base}/a/${encodeURIComponent(alertId)}`;
}

function rankBy(transition: Transition): number {
  return transition.ladder.indexOf(highestLevel(transition) ?? '');
}

function filled(rows: readonly MessageRow[]): MessageRow[] {
  return rows.filter(({ lines }) => lines.length > 0);
}
