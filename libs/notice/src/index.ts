export type { ReceiverDefinition, RouteDefinition } from './definition.js';
export type { Message, MessageRow, Notice, Thread } from './message/message.js';
export type { Channel, Outcome, Outgoing } from './channel.js';
export {
  after,
  blockedPolicy,
  LONGEST_RETRY_AFTER,
  retryPolicy,
  type AttemptHistory,
  type RetryPolicy,
} from './attempt.js';
export { clean, clip } from './message/clean.js';
export { compose, type ComposeContext } from './message/compose.js';
export {
  FINAL,
  further,
  outcomeOf,
  readStageKey,
  STAGES,
  stageKey,
  type DeliveryRow,
  type DeliveryTimes,
  type PlannedRow,
  type Stage,
} from './delivery.js';
export { nextDaily } from './plan/daily.js';
export type { Acknowledged, KnownAlert, Placed } from './plan/known.js';
export { planGroup, type PlannedNotice, type Policy } from './plan/plan.js';
export { newPlan, takeAct, type PendingDigest, type PlanState } from './plan/state.js';
export { digestsDue, nextDigest } from './plan/digest.js';
export { endSilences, nextSilenceEnd, stillOpen } from './plan/still-open.js';
export { concerns, heightOf, routingOf, takes, tonesOf, type Routing } from './plan/routes.js';
export { matches, silencedBy, type ActiveSilence, type Matched } from './plan/silence.js';
export { testMessage, type TestAbout } from './message/test-message.js';
export { deliveryKey, mailDomain, noticeId, threadOf, type Links, type Root } from './plan/thread.js';
export {
  LARGEST_PAYLOAD,
  webhookJsonSchema,
  webhookPayload,
  webhookSchema,
  type WebhookPayload,
} from './message/webhook-payload.js';
export { reporterName, type Names } from './words/names.js';
export { firstLine } from './words/first-line.js';
export type { KindOf } from './words/kind-words.js';
export { aboutOf, subjectOf } from './words/subject.js';
