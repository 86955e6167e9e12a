export type { Comparison, Condition, Operator, ReadingDefinition, RuleDefinition, Rung } from './rule.js';
export type { Dated } from './dated.js';
export type {
  AlertRecord,
  Evidence,
  FeedState,
  JsonFields,
  Reason,
  Total,
  Transition,
  TransitionKind,
} from './transition.js';
export { comparisonHolds, ConditionError, holds, leastOf, parseCondition } from './threshold.js';
export {
  atRest,
  climb,
  judge,
  ladderDue,
  levelOf,
  newLadder,
  reset,
  thaw,
  type Ladder,
  type Latch,
  type Look,
} from './ladder.js';
export { alertId, shortId } from './identity.js';
export { FIRST, link, verify, type Unchained } from './chain.js';
export { EVIDENCE_LIMIT, evidenceOf, type LinkedStatements } from './evidence.js';
export {
  hasClosedSeries,
  seriesKeys,
  thresholdsOf,
  transitionLabels,
  TRANSITION_METRIC,
  type Threshold,
} from './exported.js';
export { highestLevel, rankOf, sayReason, sayTransition } from './say.js';
export { explainRungs, type ComparisonWhy, type RungWhy } from './why.js';
