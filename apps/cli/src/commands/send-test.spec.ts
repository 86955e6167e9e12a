import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { runCli } from '../testing/run-cli.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function configOf(receivers: string, settings = ''): Promise<string> {
  const file = join(folder, 'barometer.yaml');
  await writeFile(join(folder, 'secret'), SECRET);
  const rule = 'r: { reading: { kind: count, of: s, window: 7d }, levels: { low: count >= 1 } }';
  const watch = `sets: { s: { kind: attack } }\nwatches: { w: { title: W, match: {}, rules: { ${rule} } } }`;
  await writeFile(file, `version: 1\n${watch}\nreceivers:\n  ${receivers}\nsettings:\n  dataDir: .\n${settings}`);
  return file;
}

describe('send-test', () => {
  it('writes mail to the outbox where no mail server is set', async () => {
    const file = await configOf('desk: { email: { to: [a@example.org, b@example.org] } }');
    const { code, json } = await runCli(['send-test', 'desk', '-c', file, '--format', 'ndjson']);
    expect(code).toBe(0);
    expect(json()).toMatchObject([
      { v: 1, receiver: 'desk', channel: 'outbox', recipient: 'a@example.org', outcome: 'accepted' },
      { recipient: 'b@example.org', reply: expect.stringMatching(/\.eml$/) },
    ]);
    const mails = await readdir(join(folder, 'outbox'));
    expect(mails).toHaveLength(2);
    expect(await readFile(join(folder, 'outbox', mails[0]!), 'utf8')).toMatch(/^Subject: .*test/im);
  });

  it('shows the reply of a real mail server, taken or refused', async () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith('no') ? Object.assign(new Error('nobody here'), { responseCode: 550 }) : null),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const smtp = `  smtp: { host: 127.0.0.1, port: ${port}, security: none, from: barometer@example.org }\n`;
    const file = await configOf('desk: { email: { to: [no@example.org, yes@example.org] } }', smtp);
    const { code, out } = await runCli(['send-test', 'desk', '-c', file]);
    await new Promise<void>((resolve) => server.close(resolve));
    expect(code).toBe(1);
    expect(out).toMatch(/^RECIPIENT +CHANNEL +OUTCOME +REPLY\n/);
    expect(out).toMatch(/no@example\.org +email +refused +.*550 nobody here/);
    expect(out).toMatch(/yes@example\.org +email +accepted +250 /);
  });

  describe('to a webhook', () => {
    let server: Server;
    let status: number;
    const bodies: { text: string; headers: Record<string, string> }[] = [];
    beforeEach(async () => {
      status = 204;
      bodies.length = 0;
      server = createServer((request, response) => {
        let text = '';
        request.on('data', (part) => (text += String(part)));
        request.on('end', () => {
          bodies.push({ text, headers: request.headers as Record<string, string> });
          response.writeHead(status).end();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    const receiver = () =>
      `phone: { webhook: { url: "http://127.0.0.1:${(server.address() as AddressInfo).port}/", secretFile: ./secret } }`;

    it('sends a signed body that verifies', async () => {
      const file = await configOf(receiver());
      const { code, json } = await runCli(['send-test', 'phone', '-c', file, '--format', 'ndjson']);
      expect(json()).toMatchObject([{ channel: 'webhook', recipient: 'phone', outcome: 'accepted' }]);
      expect(code).toBe(0);
      const { text, headers } = bodies[0]!;
      expect(JSON.parse(text)).toMatchObject({ type: 'test', data: { receiver: 'phone', kind: 'test' } });
      const { 'webhook-id': id = '', 'webhook-signature': signature, 'webhook-timestamp': sent } = headers;
      expect(signature).toBe(new Webhook(SECRET).sign(id, new Date(Number(sent) * 1_000), text));
    });

    it('exits 1 with the reply when it is not accepted', async () => {
      status = 500;
      const { code, out } = await runCli(['send-test', 'phone', '-c', await configOf(receiver())]);
      expect(code).toBe(1);
      expect(out).toMatch(/phone +webhook +retry +.*500/);
    });

    it('writes to the outbox when told to', async () => {
      const { code, out } = await runCli(['send-test', 'phone', '-c', await configOf(receiver()), '--outbox']);
      expect(code).toBe(0);
      expect(out).toMatch(/phone +outbox +accepted +written to .*\.json/);
      expect(bodies).toEqual([]);
    });
  });

  it('names the receivers there are when it is none of them', async () => {
    const file = await configOf('desk: { email: { to: [a@example.org] } }');
    const { code, err } = await runCli(['send-test', 'dsk', '-c', file]);
    expect(code).toBe(2);
    expect(err).toMatch(/no receiver "dsk": did you mean desk\? there is desk/);
  });
});
