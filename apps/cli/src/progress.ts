import type { Io } from './io.js';

/** How far a file is read, shown once it takes a while. */
export interface ProgressBar {
  at(bytes: number): void;
  stop(): void;
}

const PATIENCE = 300;
const SILENT: ProgressBar = { at: () => {}, stop: () => {} };

/** A bar on a terminal's stderr, after 0.3 s; nothing elsewhere. */
export async function progressBar(io: Io, file: { name: string; size?: number }): Promise<ProgressBar> {
  if (io.stderr.isTTY !== true || file.size === undefined || file.size === 0) return SILENT;
  const { SingleBar } = (await import('cli-progress')).default;
  const started = io.clock.monotonic();
  const format = `{bar} {percentage}% of ${file.name.replace(/[{}]/g, '')}, {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: io.stderr as NodeJS.WriteStream, barsize: 30, clearOnComplete: true });
  let shown = false;
  return {
    at(bytes) {
      if (!shown && io.clock.monotonic() - started < PATIENCE) return;
      if (!shown) bar.start(file.size!, bytes);
      shown = true;
      bar.update(bytes);
    },
    stop() {
      if (shown) bar.stop();
    },
  };
}
