export { HAND_OVER } from './assemble.js';
export { createNotifier, NotifierModule } from './notifier.module.js';
export { Notifier, type NotifierState } from './notifier.js';
export { ToldCharts } from './told-chart.js';
export type { NotifierConfig, NotifierConfigSource, NotifierLog, NotifierPorts } from './ports.js';
export type { Sleep } from '@barometer/service';
