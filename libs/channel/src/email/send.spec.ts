import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelContract, outgoingOf, raisedTower22 } from '@barometer/notice/testing';
import { openSmtp, reply } from '../testing/smtp-rig.js';

channelContract('email', () => openSmtp());

const outgoing = () => outgoingOf(raisedTower22(), { recipient: 'duty@example.org' });
const never = () => new AbortController().signal;

describe('a mail that the server does not take', () => {
  it.each([
    [421, 'retry', 'the server shuts down in mid-session'],
    [450, 'retry', 'the mailbox is busy'],
    [452, 'retry', 'the disk is full'],
    [550, 'refused', 'there is no such user'],
    [552, 'refused', 'the mailbox is full for good'],
    [554, 'refused', 'policy forbids it'],
  ])('answers %d to the recipient: %s, since %s', async (code, is, why) => {
    const rig = await openSmtp({}, { onRcptTo: (_address, _session, done) => done(reply(code, 'not now')) });
    const outcome = await rig.channel.send(outgoing(), never());
    expect([outcome, why]).toEqual([{ is, why: expect.stringContaining(String(code)) }, why]);
    await rig.close();
  });

  it.each([
    [451, 'retry', 'it is busy'],
    [530, 'blocked', 'it wants a log-in first'],
    [550, 'blocked', 'the sender may not send'],
    [552, 'refused', 'this mail is too large'],
  ])('answers %d to the sender: %s, since %s', async (code, is, why) => {
    const rig = await openSmtp({}, { onMailFrom: (_address, _session, done) => done(reply(code, 'not you')) });
    const outcome = await rig.channel.send(outgoing(), never());
    expect([outcome, why]).toEqual([{ is, why: expect.stringContaining(String(code)) }, why]);
    await rig.close();
  });

  it.each([
    [421, 'retry', 'too many are connected'],
    [554, 'blocked', 'it wants nothing from this machine'],
  ])('greets with %d: %s, since %s', async (code, is, why) => {
    const rig = await openSmtp({}, { onConnect: (_session, done) => done(reply(code, 'not here')) });
    const outcome = await rig.channel.send(outgoing(), never());
    expect([outcome, why]).toEqual([{ is, why: expect.stringContaining(String(code)) }, why]);
    await rig.close();
  });

  it.each([
    [451, 'retry'],
    [554, 'refused'],
  ])('answers %d to the data: %s', async (code, is) => {
    const rig = await openSmtp(
      {},
      {
        onData(stream, _session, done) {
          stream.resume().on('end', () => done(reply(code, 'not this')));
        },
      },
    );
    expect(await rig.channel.send(outgoing(), never())).toMatchObject({ is, why: expect.stringContaining(`${code}`) });
    await rig.close();
  });

  it('waits for user and password that are taken, without telling those that are not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'barometer-password-'));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'hunter2-secret\n');
    const rig = await openSmtp(
      { user: 'desk', passwordFile },
      { authOptional: false, onAuth: (_auth, _session, done) => done(reply(535, 'authentication failed')) },
    );
    const outcome = await rig.channel.send(outgoing(), never());
    expect(outcome).toMatchObject({ is: 'blocked', why: expect.stringContaining('user or password') });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
    await rig.close();
    await rm(folder, { recursive: true });
  });

  it('waits for a password file that is empty, as it is while a password is replaced', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'barometer-password-'));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, '\n');
    const rig = await openSmtp({ user: 'desk', passwordFile });
    const outcome = await rig.channel.send(outgoing(), never());
    expect(outcome).toEqual({ is: 'blocked', why: 'the password file is empty' });
    await rig.close();
    await rm(folder, { recursive: true });
  });

  it('waits for a password file that is missing, and says so', async () => {
    const rig = await openSmtp({ user: 'desk', passwordFile: '/nonexistent/password' });
    expect(await rig.channel.send(outgoing(), never())).toEqual({
      is: 'blocked',
      why: 'the password file cannot be read (ENOENT)',
    });
    await rig.close();
  });

  it.each([
    [{ disabledCommands: ['STARTTLS'] }, 'offers no encryption'],
    [{ hideSTARTTLS: false }, 'shows a certificate nobody vouches for'],
  ])('is not sent to a server beyond loopback that %j: it %s', async (server, why) => {
    const rig = await openSmtp({ host: '0.0.0.0', security: 'starttls' }, server);
    const outcome = await rig.channel.send(outgoing(), never());
    expect([outcome, why]).toEqual([{ is: 'blocked', why: expect.stringContaining('no secure connection') }, why]);
    expect(rig.taken()).toEqual([]);
    await rig.close();
  });

  it('is put off when nobody listens', async () => {
    const rig = await openSmtp();
    await rig.close();
    expect(await rig.channel.send(outgoing(), never())).toMatchObject({ is: 'retry' });
  });

  it('is not begun once stopped', async () => {
    const rig = await openSmtp();
    expect(await rig.channel.send(outgoing(), AbortSignal.abort())).toMatchObject({ is: 'retry' });
    expect(rig.taken()).toEqual([]);
    await rig.close();
  });
});
