import { createGazetteer, type Gazetteer } from '@barometer/gazetteer';
import type { Definition } from '@barometer/watch';
import { createActs, type Acts } from '../acts.js';
import type { ConsolePorts } from '../ports.js';
import { createActList, type ActList } from './act-list.js';
import { createAlerts, type Alerts } from './alerts.js';
import { createAsKnown, type AsKnown } from './as-known.js';

/** What every page and route works with: the ports and what was read from them so far. */
export interface Room {
  readonly ports: ConsolePorts;
  readonly acts: Acts;
  readonly alerts: Alerts;
  readonly actList: ActList;
  /** Reads on in the logs, then answers the desk as known at `at` (default: now). */
  look(at?: string): Promise<AsKnown>;
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
  const gazetteers = new WeakMap<object, Gazetteer>();
  return {
    ports,
    alerts,
    actList,
    acts: createActs({ journal: ports.stores.journal, clock: ports.clock, journalNow: () => ports.desk().now }),
    async look(at) {
      await Promise.all([alerts.catchUp(), actList.catchUp()]);
      return asKnown(at);
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
