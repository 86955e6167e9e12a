export { run } from './run.js';
export type { Io, Terminal } from './io.js';
export { exportDesk, type Exported, type ExportOptions } from './journal/export.js';
export { importDesk, type ImportParts } from './journal/import.js';
export { prove, type Proof } from './journal/prove.js';
export { openExport, type ExportFile } from './journal/read-file.js';
