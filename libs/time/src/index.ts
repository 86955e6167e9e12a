export type { Clock, Duration, Instant, Span } from './instant.js';
