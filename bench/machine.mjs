import os from 'node:os';
import { readFileSync } from 'node:fs';

/** The line under every table: what it was measured on, and when. */
export function machine() {
  const [cpu] = os.cpus();
  const when = new Date().toISOString().slice(0, 10);
  return `${os.cpus().length} cores (${cpu.model.trim()}), Node ${process.version}, ${when}`;
}

/** Clock ticks a second of /proc. */
const TICKS = 100;

/** CPU seconds that a process has used so far, by Linux's /proc. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident bytes of a process, by Linux's /proc. */
export function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}

/** The value below which a share of the numbers lie. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
