import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@barometer/time';

/** A stream for text that may be a terminal. */
export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything a command touches besides files: handed in, so that tests run commands in their own process. */
export interface Io {
  readonly stdin: Readable;
  /** Data alone. */
  readonly stdout: Terminal;
  /** Notes, progress, errors. */
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** The reader of stdout has gone away: the command ends quietly. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

/** Writes text and waits for a slow reader; throws `PipeClosed` when there is none any more. */
export async function write(stream: Terminal, text: string): Promise<void> {
  if (stream.destroyed || stream.errored) throw new PipeClosed();
  if (stream.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (end: () => void) => () => {
      stream.off('drain', drained).off('error', gone).off('close', gone);
      end();
    };
    const drained = settle(resolve);
    const gone = settle(() => reject(new PipeClosed()));
    stream.once('drain', drained).once('error', gone).once('close', gone);
  });
}

/** One line of data. */
export async function writeLine(io: Io, line: string): Promise<void> {
  await write(io.stdout, `${line}\n`);
}

/** One line of JSON. */
export async function writeJson(io: Io, value: unknown): Promise<void> {
  await write(io.stdout, `${JSON.stringify(value)}\n`);
}

/** A note for the person at the terminal; it never mixes with the data. */
export function note(io: Io, text: string): void {
  if (!io.stderr.destroyed) io.stderr.write(`${text}\n`);
}
