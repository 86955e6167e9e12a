import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokenConfig } from '@barometer/config';
import { Module } from '@nestjs/common';
import { ServeRefused } from './http/serve.js';
import { StartRefused, startService, type Running, type ServiceParts, type StartOptions } from './start.js';

const directory = mkdtempSync(join(tmpdir(), 'barometer-start-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const WATCHES =
  'version: 1\nsets: { s: {} }\nwatches: { w: { rules: { r: { reading: { kind: count, of: s }, levels: { high: count >= 3 } } } } }\n';

let files = 0;
function configFile(more = ''): string {
  const file = join(directory, `barometer-${files++}.yaml`);
  writeFileSync(file, `${WATCHES}${more}`);
  return file;
}

@Module({})
class Nothing {}

const options = (more: Partial<StartOptions> = {}): StartOptions => ({
  config: configFile(),
  dataDir: join(directory, `data-${files}`),
  port: 0,
  logLevel: 'silent',
  onFatal: (err) => {
    throw err;
  },
  ...more,
});
const nothing = () => ({ module: Nothing });

describe('a process', () => {
  const running: Running[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close();
  });
  const start = async (...args: Parameters<typeof startService>) => {
    const one = await startService(...args);
    running.push(one);
    return one;
  };

  it('serves what is assembled over its stores, ready as its checks say', async () => {
    let late: string | undefined = 'still reading';
    const { url } = await start('standalone', options(), ({ health, stores }) => {
      health.add({ name: 'desk', problem: () => late });
      expect(stores.shares.owns('w')).toBe(true);
      return nothing();
    });
    const first = await fetch(`${url}/readyz`);
    expect([first.status, await first.json()]).toEqual([
      503,
      { status: 'not ready', checks: { desk: 'still reading', process: 'ok' } },
    ]);
    late = undefined;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu_seconds_total');
  });

  it('is not ready any more once it stops, and closes in reverse', async () => {
    const order: string[] = [];
    let parts: ServiceParts | undefined;
    const one = await startService('standalone', options(), (given) => {
      parts = given;
      given.shutdown.add('first', async () => void order.push(`first ${(await given.health.problems())['process']}`));
      given.shutdown.add('second', () => void order.push('second'));
      return nothing();
    });
    await one.close();
    expect(order).toEqual(['second', 'first stopping']);
    await expect(parts!.stores.journal.append([{ value: '1' }])).rejects.toMatchObject({ code: 'closed' });
    await expect(fetch(one.url)).rejects.toThrow();
  });

  it('ends once, whatever calls for it', async () => {
    const ended: unknown[] = [];
    await start('standalone', options({ onFatal: (err) => void ended.push(err) }), ({ onFatal }) => {
      onFatal('one');
      onFatal('two');
      return nothing();
    });
    expect(ended).toEqual(['one']);
  });

  it('lets nobody in any more whose token is gone, be it a program or a browser signed in by it', async () => {
    const tokenFile = join(directory, 'tokens');
    const token = 'duty-token-000000001';
    writeFileSync(tokenFile, `duty act ${token}`);
    const config = configFile(`settings: { tokenFile: '${tokenFile}' }\n`);
    const { url, config: live } = await start('standalone', options({ config }), nothing);
    const body = new URLSearchParams({ token });
    const signed = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
    const cookie = signed.headers.get('set-cookie')!.split(';')[0]!;
    const seen = async () => {
      const by: Record<string, string>[] = [{ authorization: `Bearer ${token}` }, { cookie }];
      return (await Promise.all(by.map((headers) => fetch(`${url}/metrics`, { headers })))).map(({ status }) => status);
    };
    expect(await seen()).toEqual([200, 200]);
    writeFileSync(tokenFile, 'duty act another-token-00001');
    live.check();
    expect(await seen()).toEqual([401, 401]);
    writeFileSync(tokenFile, `duty report ${token}`);
    live.check();
    expect(await seen()).toEqual([403, 403]);
  });

  it('does not start as one of several over the embedded store', async () => {
    const refusal = startService('assessor', options(), nothing);
    await expect(refusal).rejects.toThrow(StartRefused);
    await expect(refusal).rejects.toThrow(
      /the embedded store is for one process, and the assessor is one of several: .*store: kafka/,
    );
  });

  it('does not start with a broken config', async () => {
    const config = configFile('nonsense: 1\n');
    await expect(startService('standalone', options({ config }), nothing)).rejects.toThrow(BrokenConfig);
  });

  it('says that its port is taken, and leaves nothing open', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const closed: string[] = [];
    const refusal = startService('standalone', options({ port }), ({ shutdown }) => {
      shutdown.add('all', () => void closed.push('all'));
      return nothing();
    });
    await expect(refusal).rejects.toThrow(ServeRefused);
    await expect(refusal).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
    expect(closed).toEqual(['all']);
    await new Promise((resolve) => other.close(resolve));
  });

  it('says what an edit of its config came to', async () => {
    const lines: string[] = [];
    const file = configFile();
    const { config } = await start(
      'standalone',
      options({ config: file, logLevel: 'info', logTo: { write: (line) => void lines.push(line) } }),
      nothing,
    );
    writeFileSync(file, `${WATCHES}nonsense: 1\n`);
    config.check();
    expect(lines.join('')).toMatch(/"place":"[^"]*:4:1","path":"nonsense"[^]*the last sound one still is/);
  });
});
