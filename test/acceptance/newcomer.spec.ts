import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AlertRecord } from '@barometer/alert';
import { exampleOptions, type Standalone } from '@barometer/standalone';
import { showNext } from '../../apps/standalone/src/screen.js';
import { ExampleFolder, until } from './running.js';

const run = promisify(execFile);
const PAGES = ['/', '/alerts', '/watches', '/watches/us-forces', '/incidents', '/incidents/fr-057', '/feeds'];
const MORE = [
  '/deliveries',
  '/silences',
  '/rejects',
  '/config',
  '/outbox',
  '/series?watch=us-forces&rule=surge&series=country%3DIQ',
];

describe('a newcomer’s first hour', () => {
  const example = new ExampleFolder();
  let barometer: Standalone;
  beforeAll(async () => {
    barometer = await example.start();
  });
  afterAll(() => example.remove());

  /** What the screen shows after the alerts. */
  const screen = () => {
    const lines: string[] = [];
    showNext({ write: (text: string) => lines.push(text) }, barometer, exampleOptions());
    return lines.join('');
  };

  it('sees where pages and outbox are, opened at 29 January 2024', () => {
    expect(screen()).toContain(`${barometer.url}/?at=2024-01-29`);
    expect(screen()).toContain(`${barometer.url}/outbox`);
    expect(screen()).toContain('npx barometer init barometer.yaml');
  });

  it.each([...PAGES, ...MORE])('opens %s as known on that day', async (path) => {
    const answer = await fetch(`${barometer.url}${path}${path.includes('?') ? '&' : '?'}at=2024-01-29`);
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('29 Jan 2024');
    expect(html).not.toMatch(/\bundefined\b|\[object Object\]|\bNaN\b/);
  });

  it('reads what was known then and nothing later', async () => {
    const front = await (await fetch(`${barometer.url}/?at=2024-01-29`)).text();
    expect(front).toContain('CRITICAL');
    expect(front).toContain('Tower 22');
    expect(front).not.toContain('fr-064');
    expect((await fetch(`${barometer.url}/incidents/fr-064?at=2024-01-29`)).status).toBe(404);
  });

  it('finds every message of the example in the outbox, each file once', async () => {
    await until(async () => !(await hasPending(barometer)), 60_000);
    const files = readdirSync(barometer.outboxDirectory);
    expect(files.filter((name) => name.endsWith('.eml')).length).toBeGreaterThan(60);
    expect(files.filter((name) => name.endsWith('.json')).length).toBeGreaterThan(8);
    expect(files.some((name) => name.endsWith('.part'))).toBe(false);
    const mails = files
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readMail(barometer.outboxDirectory, name));
    const tower22 = mails.filter(({ subject }) => /CRITICAL Jordan: drone attack on US forces, Tower 22/.test(subject));
    expect(tower22).toHaveLength(3);
    const [root, ...later] = tower22;
    expect(later.map(({ inReplyTo }) => inReplyTo)).toEqual([root!.messageId, root!.messageId]);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
    const page = await (await fetch(`${barometer.url}/outbox?at=now`)).text();
    expect(page).toContain('Tower 22');
  }, 90_000);

  it('stops and starts again: it goes on, imports nothing twice, says nothing twice', async () => {
    const before = await stateOf(barometer);
    await barometer.close();
    const imported: string[] = [];
    barometer = await example.start({
      progress: {
        onConfig: () => undefined,
        onShare: () => undefined,
        onImported: ({ outcome }) => imported.push(outcome),
      },
    });
    expect(imported).toEqual(['already']);
    expect(await stateOf(barometer)).toEqual(before);
    expect(await hasPending(barometer)).toBe(false);
  });

  it('posts the curl line of the screen, and an alert comes out, is shown and is written to the outbox', async () => {
    const command = /^ {2}(curl -X POST [\s\S]+?\})'$/m.exec(screen())![0].trim();
    const before = await barometer.stores.alerts.end();
    const files = readdirSync(barometer.outboxDirectory).length;
    const { stdout } = await run('bash', ['-c', command]);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, rejected: [] });
    const raised = await until(async () => (await newTransitions(barometer, before)).length > 0).then(() =>
      newTransitions(barometer, before),
    );
    const live = raised.filter(({ history }) => !history);
    expect(live.map(({ watch, rule, transition }) => [watch, rule, transition])).toEqual(
      expect.arrayContaining([
        ['us-forces', 'new-country', 'raised'],
        ['us-forces', 'casualties', 'raised'],
      ]),
    );
    await until(() => readdirSync(barometer.outboxDirectory).length > files, 30_000);
    const page = await (await fetch(`${barometer.url}/alerts?at=now`)).text();
    expect(page).toContain(live[0]!.alertId);
  }, 60_000);

  it('goes on counting in the journal of the first run', async () => {
    const { journal, alerts } = await stateOf(barometer);
    await barometer.close();
    barometer = await example.start();
    expect(await stateOf(barometer)).toMatchObject({ journal, alerts });
  });
});

describe('a taken port', () => {
  const example = new ExampleFolder();
  let other: Server;
  beforeAll(async () => {
    other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
  });
  afterAll(async () => {
    other.close();
    await example.remove();
  });

  it('is named, and the next free one used', async () => {
    const { port } = other.address() as AddressInfo;
    const barometer = await example.start({ port });
    expect(barometer.taken).toContain(port);
    const used = Number(new URL(barometer.url).port);
    expect(used).toBeGreaterThan(port);
    expect((await fetch(`${barometer.url}/healthz`)).status).toBe(200);
    const lines: string[] = [];
    showNext({ write: (text: string) => lines.push(text) }, barometer, exampleOptions());
    expect(lines.join('')).toContain(`Port ${port}`);
    expect(lines.join('')).toContain(barometer.url);
  });
});

async function newTransitions({ stores }: Standalone, from: number) {
  return (await stores.alerts.read(from, 1_000)).map(({ value }) => (JSON.parse(value) as AlertRecord).transition);
}

async function hasPending({ stores }: Standalone): Promise<boolean> {
  for await (const _ of stores.deliveries.all('~pending/')) return true;
  return false;
}

/** A mail's headers, unfolded. */
function readMail(directory: string, name: string) {
  const [head] = readFileSync(join(directory, name), 'utf8').split(/\r?\n\r?\n/);
  const unfolded = head!.replace(/\r?\n[ \t]+/g, ' ');
  const header = (of: string) => new RegExp(`^${of}: *(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  return { subject: header('Subject'), messageId: header('Message-ID'), inReplyTo: header('In-Reply-To') };
}

/** Who planned last; each start counts on. */
const TERM = /^(~(?:state|alert)\/)\d+/;

/** Everything a second start must find and leave as it is. */
async function stateOf({ stores, outboxDirectory }: Standalone) {
  const deliveries: string[] = [];
  for await (const [key, value] of stores.deliveries.all()) deliveries.push(`${key.replace(TERM, '$1')} ${value}`);
  return {
    journal: (await stores.journal.read(0, 10_000)).map(({ value }) => value),
    alerts: (await stores.alerts.read(0, 10_000)).map(({ value }) => value),
    rejects: await stores.rejects.end(),
    outbox: readdirSync(outboxDirectory).sort(),
    deliveries,
  };
}
