import { readFileSync, writeFileSync } from 'node:fs';
import type { AlertRecord, Transition } from '@barometer/alert';
import type { DeliveryRow } from '@barometer/notice';
import { readStageKey } from '@barometer/notice';
import type { Standalone } from '@barometer/standalone';
import { ExampleFolder, until } from './running.js';

const RULE = 'critical: killed >= 1 }';
const EDITED = 'critical: killed >= 5 }';

describe('the config of a running Barometer', () => {
  const example = new ExampleFolder();
  const logged: string[] = [];
  let barometer: Standalone;
  beforeAll(async () => {
    barometer = await example.start({ logLevel: 'info', logTo: { write: (line) => void logged.push(line) } });
  });
  afterAll(() => example.remove());

  const edit = (from: string, to: string) => {
    const text = readFileSync(example.config, 'utf8');
    expect(text).toContain(from);
    writeFileSync(example.config, text.replace(from, to));
  };
  const transitionsFrom = async (offset: number) =>
    (await barometer.stores.alerts.read(offset, 1_000)).map(
      ({ value }) => (JSON.parse(value) as AlertRecord).transition,
    );
  const metric = async (name: string) => {
    const text = await (await fetch(`${barometer.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  it('takes an edited threshold up and says its effect once, with the reason', async () => {
    const before = await barometer.stores.alerts.end();
    const { hash } = barometer.config.current;
    edit(RULE, EDITED);
    await until(async () => (await barometer.stores.alerts.end()) > before);
    expect(barometer.follower.desk.definitionHash).toBe(barometer.config.current.hash);
    expect(barometer.config.current.hash).not.toBe(hash);

    const effect = await transitionsFrom(before);
    expect(effect.map((one) => [one.series, one.transition, one.level, one.reason])).toEqual([
      ['incident=founding-region/fr-057', 'downgraded', 'high', 'rule changed'],
    ]);
    await until(async () => (await rowsOf(effect[0]!)).some(({ stage }) => stage === 'accepted'));
    const rows = await rowsOf(effect[0]!);
    expect(rows.filter(({ stage }) => stage === 'planned').map(({ receiver }) => receiver)).toEqual(['desk']);
    expect(rows[0]!.first).toContain('CRITICAL -> HIGH');
    expect(logged.some((line) => line.includes('the edited config is in effect'))).toBe(true);
  });

  it('is not changed by a broken edit, which page, log and metric name with its line', async () => {
    const { hash } = barometer.config.current;
    const [alerts, journal] = [await barometer.stores.alerts.end(), await barometer.stores.journal.end()];
    const line =
      readFileSync(example.config, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes(EDITED)) + 1;
    edit(EDITED, 'critical: kiled >= 1 }');
    await until(() => !barometer.config.sound);

    expect(barometer.config.current.hash).toBe(hash);
    expect(barometer.follower.desk.definitionHash).toBe(hash);
    expect([await barometer.stores.alerts.end(), await barometer.stores.journal.end()]).toEqual([alerts, journal]);

    const page = await (await fetch(`${barometer.url}/config`)).text();
    expect(page).toContain('The edited config is not in effect.');
    expect(page).toMatch(new RegExp(`barometer\\.yaml:${line}:\\d+`));
    expect(page).toContain('Did you mean');
    const lines = logged.map((text) => JSON.parse(text) as { level: string; place?: string; problem?: string });
    const [said] = lines.filter(({ level, place }) => level === 'error' && place?.includes(`barometer.yaml:${line}:`));
    expect(said?.problem).toContain('kiled');
    expect(await metric('barometer_config_sound')).toBe(0);
    expect(await metric('barometer_config_problems')).toBeGreaterThan(0);
  });

  it('is sound again once the edit is mended, and nothing is said of it', async () => {
    const alerts = await barometer.stores.alerts.end();
    edit('critical: kiled >= 1 }', EDITED);
    await until(() => barometer.config.sound);
    expect(await metric('barometer_config_sound')).toBe(1);
    expect(await barometer.stores.alerts.end()).toBe(alerts);
  });

  /** The ledger's rows of every notice that told a transition of its alert last. */
  async function rowsOf({ alertId }: Transition): Promise<readonly DeliveryRow[]> {
    const rows: DeliveryRow[] = [];
    for await (const [key, value] of barometer.stores.deliveries.all()) {
      const row = JSON.parse(value) as DeliveryRow;
      if (readStageKey(key) && row.alerts.includes(alertId) && row.first.startsWith('DOWNGRADED')) rows.push(row);
    }
    return rows;
  }
});
