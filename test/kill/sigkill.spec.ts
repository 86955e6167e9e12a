import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoDate } from '@barometer/time';
import { EXAMPLE, fold } from '../acceptance/example-journal.js';
import { until } from '../acceptance/running.js';
import { Child } from './child.js';
import { writeConfig } from './config-file.js';
import { lookAtDisk } from './disk.js';
import { openReceivers } from './receivers.js';
import { expectRepeatsExcused } from './repeats.js';

const KILLS = process.env['SOAK'] === undefined ? 5 : 40;
/** Posted to each process, as far as it lives. */
const POSTS = 4;

describe('the built process, killed with SIGKILL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-sigkill-'));
  const data = join(directory, 'data');
  const receivers = openReceivers();
  const doors: number[] = [];
  const ledgers: ReadonlySet<string>[] = [];
  const acknowledged: string[] = [];
  let posted = 0;
  afterAll(async () => {
    await receivers.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** One process from its start; `work` may end it. */
  async function run(work: (child: Child) => Promise<void>): Promise<void> {
    const door = await receivers.open();
    doors.push(door.number);
    ledgers.push(doors.length === 1 ? new Set() : (await lookAtDisk(data)).ledger);
    const config = writeConfig(directory, door);
    const child = new Child({ config, history: join(EXAMPLE, 'incidents.ndjson'), data });
    try {
      await work(child);
    } finally {
      await child.kill();
      door.shut();
    }
  }

  /** Posts attacks one after another; an answer that never comes is sent again to the next process. */
  async function post(url: string): Promise<void> {
    for (let i = 0; i < POSTS; i++) {
      const recordId = `live-${posted}`;
      const incident = { dataset: 'founding-region', recordId, revision: 1, kind: 'attack', country: 'JO' };
      const body = {
        ...incident,
        occurredFrom: isoDate(Date.now()),
        target: 'actor:usa-mil',
        injured: 12,
        reporter: 'us_dod',
      };
      const answer = await fetch(`${url}/incidents`, { method: 'POST', body: JSON.stringify(body) });
      if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
      acknowledged.push(`founding-region/${recordId}.1`);
      posted++;
    }
  }

  it(`loses nothing and repeats nothing it could know of (${KILLS} kills)`, async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await run(async (child) => {
        const moment = Math.random() * 600;
        const url = Promise.race([child.url, child.ended]);
        const living = url.then((at) => (at === undefined ? undefined : post(at).catch(() => undefined)));
        await (kill === 0 ? wait(300 + moment) : url.then(() => wait(moment)));
        await child.kill();
        await living;
      });
    }
    await run(async (child) => {
      const url = await child.url;
      await post(url);
      await until(
        async () => /^barometer_deliveries_pending 0$/m.test(await metricsOf(url)) && (await settled(url)),
        60_000,
      );
      await child.stop();
    });
    const disk = await lookAtDisk(data);
    const held = new Set(disk.journal);
    expect(acknowledged.filter((ref) => !held.has(ref))).toEqual([]);
    expect(fold(disk.entries).transitions.map((transition) => JSON.stringify(transition))).toEqual(disk.alerts);
    expect(disk.pending).toBe(0);
    expect(disk.ledger).toEqual(disk.planned);
    expect(disk.planned.size).toBeGreaterThan(acknowledged.length);
    expect(new Set(receivers.accepted.map(({ id }) => id))).toEqual(disk.planned);
    expectRepeatsExcused({ accepted: receivers.accepted, doors }, ledgers);
    const repeats = receivers.accepted.length - disk.planned.size;
    process.stdout.write(
      `sigkill: ${KILLS} kills of the built process; ${acknowledged.length} reports acknowledged, 0 lost; ` +
        `${disk.alerts.length} transitions, 0 lost or doubled; ${disk.planned.size} messages accepted, ${repeats} again with the same id\n`,
    );
  }, 600_000);

  /** Every transition is planned: each report posted was told by webhook. */
  async function settled(url: string): Promise<boolean> {
    const answer = await fetch(`${url}/api/v1/deliveries?at=now&limit=1000`);
    const told = JSON.stringify(await answer.json());
    return told.includes('"accepted"') && /^barometer_transitions_pending 0$/m.test(await metricsOf(url));
  }
});

async function metricsOf(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
