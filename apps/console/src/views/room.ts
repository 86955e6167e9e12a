import { createGazetteer, type Gazetteer } from '@barometer/gazetteer';
import { passes, timerSleep } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import { SECOND } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import { createActs, type Acts } from '../acts.js';
import type { ConsolePorts } from '../ports.js';
import { createActList, type ActList } from './act-list.js';
import { createAlerts, type Alerts } from './alerts.js';
import { createAsKnown, type AsKnown } from './as-known.js';
import { doneWithin } from './within.js';

/** How long a page waits for the store before it shows what is known. */
const PATIENCE = 2 * SECOND;

/** What every page and route works with: the ports and what was read from them so far. */
export interface Room {
  readonly ports: ConsolePorts;
  readonly acts: Acts;
  readonly alerts: Alerts;
  readonly actList: ActList;
  /** Reads on in the logs for two seconds at most, then answers the desk as known at `at` (default: now). */
  look(at?: string): Promise<AsKnown>;
  /** Reads on in the logs; throws a `StoreFailure` `unreachable` where that takes over two seconds. */
  readOn(): Promise<void>;
  /** What else the store answers for a look; `undefined` where it does not for now. */
  ask<T>(known: AsKnown, work: () => Promise<T>): Promise<T | undefined>;
  /** Names for people, with those the operator added. */
  names(definition: Definition | undefined): Gazetteer;
}

/** The key under which controllers are given the room. */
export const ROOM = Symbol('console room');

/** Opens the room over its ports. */
export function openRoom(ports: ConsolePorts): Room {
  const alerts = createAlerts(ports.stores.alerts);
  const actList = createActList(ports.stores.journal);
  const asKnown = createAsKnown(ports);
  const caughtUp = () =>
    doneWithin(PATIENCE, Promise.all([alerts.catchUp(), actList.catchUp()]), ports.sleep ?? timerSleep);
  const gazetteers = new WeakMap<object, Gazetteer>();
  return {
    ports,
    alerts,
    actList,
    acts: createActs({ journal: ports.stores.journal, clock: ports.clock, journalNow: () => ports.desk().now }),
    async look(at) {
      const whole = await caughtUp();
      const known = await asKnown(at);
      return whole ? known : { ...known, behind: true };
    },
    async readOn() {
      if (!(await caughtUp())) throw new StoreFailure('unreachable', 'not all of it could be read within 2 s');
    },
    async ask(known, work) {
      if (known.behind) return undefined;
      try {
        return await work();
      } catch (error) {
        if (passes(error)) return undefined;
        throw error;
      }
    },
    names(definition) {
      const names = definition?.names ?? NO_NAMES;
      const known = gazetteers.get(names) ?? createGazetteer(names);
      gazetteers.set(names, known);
      return known;
    },
  };
}

const NO_NAMES = {};
