export { createNotifier, NotifierModule } from './notifier.module.js';
export { Notifier } from './notifier.js';
export { ToldCharts } from './told-chart.js';
export type { NotifierConfig, NotifierConfigSource, NotifierLog, NotifierPorts, Sleep } from './ports.js';
