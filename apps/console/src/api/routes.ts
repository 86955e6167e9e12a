import type { Role } from '@barometer/service';
import type { z } from 'zod';
import * as schemas from './schemas.js';

/** One route of the API as its description has it. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  /** With parameters in braces. */
  readonly path: string;
  readonly role: Role;
  readonly summary: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  /** Of one, or of each item of a list. */
  readonly response: z.ZodType;
  readonly list?: boolean;
  readonly status?: 200 | 201;
}

const AT = { at: 'As known at this time: ISO 8601, a bare date means its end; `now` for the live desk.' };
const SERIES = { watch: 'Watch name.', rule: 'Rule name.', series: 'Series name, `all` when ungrouped.' };

/** Every route of the API. */
export const ROUTES: readonly Route[] = [
  {
    method: 'get',
    path: '/api/v1/status',
    role: 'read',
    summary: 'How everything stands, in one answer.',
    query: AT,
    response: schemas.status,
  },
  {
    method: 'get',
    path: '/api/v1/watches',
    role: 'read',
    summary: 'Every watch with its rules.',
    query: AT,
    response: schemas.watch,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/watches/{watch}',
    role: 'read',
    summary: 'One watch.',
    query: AT,
    response: schemas.watch,
  },
  {
    method: 'get',
    path: '/api/v1/series',
    role: 'read',
    summary: 'The series of a rule that ever had an incident.',
    query: { ...AT, watch: SERIES.watch, rule: SERIES.rule },
    response: schemas.readingLine,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/readings',
    role: 'read',
    summary: 'The reading of a series over time, from what is known.',
    query: {
      ...AT,
      ...SERIES,
      days: 'How many days back (default 30).',
      points: 'How many readings (default 100, at most 1000).',
    },
    response: schemas.readingPoint,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/why',
    role: 'read',
    summary: 'Why a series did or did not fire.',
    query: { ...AT, ...SERIES },
    response: schemas.explanation,
  },
  {
    method: 'get',
    path: '/api/v1/alerts',
    role: 'read',
    summary: 'Alerts as they stand, the latest moved first.',
    query: { ...AT, state: '`open` or `closed`; both by default.', watch: SERIES.watch },
    response: schemas.alertLine,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/alerts/{alertId}',
    role: 'read',
    summary: 'One alert with its transitions and acknowledgements.',
    query: AT,
    response: schemas.alert,
  },
  {
    method: 'get',
    path: '/api/v1/incidents',
    role: 'read',
    summary: 'Incidents as known, the latest first.',
    query: { ...AT, country: 'ISO 3166-1 alpha-2.', kind: 'Kind of incident.', dataset: 'Dataset.' },
    response: schemas.incident,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/incidents/{id}',
    role: 'read',
    summary: 'One incident, by id or record id.',
    query: AT,
    response: schemas.incident,
  },
  {
    method: 'get',
    path: '/api/v1/feeds',
    role: 'read',
    summary: 'Every feed: alive, silent or ended.',
    query: AT,
    response: schemas.feedState,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/deliveries',
    role: 'read',
    summary: 'Notices by recipient at their furthest stage.',
    query: { ...AT, stage: 'Stage.', alertId: 'Alert.' },
    response: schemas.delivery,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/rejects',
    role: 'read',
    summary: 'What could not be taken in, the latest first.',
    response: schemas.reject,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/conflicts',
    role: 'read',
    summary: 'Revision numbers that came with two contents.',
    query: AT,
    response: schemas.conflict,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/outbox',
    role: 'read',
    summary: 'Files of the outbox.',
    response: schemas.outboxFile,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/silences',
    role: 'read',
    summary: 'Silences, standing and past.',
    response: schemas.silence,
    list: true,
  },
  {
    method: 'get',
    path: '/api/v1/config',
    role: 'read',
    summary: 'The config in force, secrets hidden, and what is wrong with the edited file.',
    response: schemas.configState,
  },
  {
    method: 'post',
    path: '/api/v1/alerts/{alertId}/acknowledge',
    role: 'act',
    summary: 'Say that somebody looks after an alert.',
    body: schemas.acknowledgeBody,
    response: schemas.done,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/v1/silences',
    role: 'act',
    summary: 'Hold notices back until an end; a rise in level breaks through.',
    body: schemas.silenceBody,
    response: schemas.silence,
    status: 201,
  },
  { method: 'delete', path: '/api/v1/silences/{id}', role: 'act', summary: 'End a silence.', response: schemas.done },
  {
    method: 'post',
    path: '/api/v1/silences/{id}/end',
    role: 'act',
    summary: 'End a silence, for forms.',
    body: schemas.endSilenceBody,
    response: schemas.done,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/v1/receivers/{name}/test',
    role: 'act',
    summary: 'Send a test to a receiver and answer what the other side said.',
    response: schemas.outcome,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/v1/deliveries/{notice}/{recipient}/send',
    role: 'act',
    summary: 'Send a notice that was given up once more, under its id, and answer what the other side said.',
    response: schemas.outcome,
    status: 201,
  },
];
