export { DAY, HOUR, MINUTE, SECOND, WEEK, formatDuration, parseDuration } from './duration.js';
export type { Clock, Duration, Instant, Span } from './instant.js';
export { endOfDay, iso, isoDate, parseAsOf, parseDays, parseInstant, startOfDay, type ParsedInstant } from './iso.js';
export { ManualClock } from './manual-clock.js';
export { Spans } from './spans.js';
export { isZone, zonedParts, zonedTime } from './zone.js';
