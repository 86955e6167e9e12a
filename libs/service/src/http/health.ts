import type { Shares } from '@barometer/store';

/** One thing that must be well for the process to be ready: answers what is wrong, in a few words without secrets. */
export interface Check {
  readonly name: string;
  problem(): Promise<string | undefined> | string | undefined;
}

/** The checks of a process, added by its modules. */
export interface Health {
  add(check: Check): void;
  /** Every check's name with what is wrong, `undefined` where nothing is. */
  problems(): Promise<Readonly<Record<string, string | undefined>>>;
}

/** That the process is one of those who share out the work: one that stands by is, one that the others do not know is not. */
export function sharesCheck(shares: Pick<Shares, 'takesPart'>): Check {
  return { name: 'shares', problem: () => (shares.takesPart() ? undefined : 'not among those who share out the work') };
}

const PATIENCE = 2_000;

/** An empty list of checks; a check that throws or takes over two seconds is a problem. */
export function createHealth(): Health {
  const checks: Check[] = [];
  return {
    add: (check) => void checks.push(check),
    async problems() {
      const found = await Promise.all(checks.map(async (check) => [check.name, await ask(check)] as const));
      return Object.fromEntries(found);
    },
  };
}

async function ask(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in 2 s'), PATIENCE);
  });
  try {
    return await Promise.race([Promise.resolve(check.problem()), late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
