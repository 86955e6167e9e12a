export type { ChartBand, ChartData, ChartDot, ChartOptions, ChartPoint, ChartTheme, ChartThreshold } from './data.js';
export { DEFAULT_LADDER, levelColours, surfaceOf, type LevelColours, type Surface } from './palette.js';
export { readingChart } from './reading-chart.js';
export { toPng } from './png.js';
