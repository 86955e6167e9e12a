import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Describes a suite that needs programs; where one is missing it says so in one line and skips it, and fails where CI is set. */
export function ifInstalled(programs: readonly string[], name: string, suite: () => void): void {
  const missing = programs.filter((program) => !isOnPath(program)).join(' and ');
  if (missing === '') {
    describe(name, suite);
  } else if ((process.env['CI'] ?? '') !== '') {
    describe(name, () => {
      it(`has ${missing}`, () => {
        throw new Error(`not installed: ${missing}; CI runs every test: install Debian's package prometheus`);
      });
    });
  } else {
    process.stderr.write(`skipped: ${name}: not installed: ${missing}\n`);
    describe.skip(name, suite);
  }
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
