export type { ReceiverDefinition, RouteDefinition } from './definition.js';
export type { Message, MessageRow, Notice, Thread } from './message.js';
export type { Channel, Outcome, Outgoing } from './channel.js';
export { after, LONGEST_RETRY_AFTER, retryPolicy, type AttemptHistory, type RetryPolicy } from './attempt.js';
export { clean, clip } from './clean.js';
export { compose, type ComposeContext } from './compose.js';
export {
  FINAL,
  further,
  readStageKey,
  STAGES,
  stageKey,
  type DeliveryRow,
  type DeliveryTimes,
  type PlannedRow,
  type Stage,
} from './delivery.js';
export { nextDaily } from './digest.js';
export type { Acknowledged, KnownAlert, Placed } from './known.js';
export {
  newPlan,
  planGroup,
  takeAct,
  type PendingDigest,
  type PlannedNotice,
  type PlanState,
  type Policy,
} from './plan.js';
export { digestsDue, nextDigest } from './plan-digest.js';
export { endSilences, nextSilenceEnd, stillOpen } from './still-open.js';
export { concerns, heightOf, routingOf, takes, tonesOf, type Routing } from './routes.js';
export { matches, silencedBy, type ActiveSilence, type Matched } from './silence.js';
export { testMessage, type TestAbout } from './test-message.js';
export { deliveryKey, mailDomain, noticeId, threadOf, type Links, type Root } from './thread.js';
export {
  LARGEST_PAYLOAD,
  webhookJsonSchema,
  webhookPayload,
  webhookSchema,
  type WebhookPayload,
} from './webhook-payload.js';
export { reporterName, type Names } from './words/names.js';
export { firstLine } from './words/first-line.js';
export type { KindOf } from './words/kind-words.js';
export { aboutOf, subjectOf } from './words/subject.js';
