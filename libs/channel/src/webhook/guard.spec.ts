import { allowList, Forbidden, vet } from './guard.js';

const NONE = allowList([]);

describe('the guard of webhook targets', () => {
  it.each([
    ['https://10.0.0.1/', 'private'],
    ['https://[fd12::1]/', 'private'],
    ['https://100.64.1.1/', 'carrier NAT'],
    ['https://169.254.169.254/', 'metadata'],
    ['https://[::ffff:10.0.0.1]/', 'private, written as IPv6'],
    ['https://[::ffff:169.254.169.254]/', 'metadata, written as IPv6'],
    ['https://[::a00:1]/', 'private, in the deprecated compatible form'],
    ['https://[64:ff9b::a00:1]/', 'private, through NAT64'],
    ['http://93.184.216.34/', 'in the clear'],
    ['https://user:secret@93.184.216.34/', 'holds credentials'],
    ['file:///etc/passwd', 'not the web'],
  ])('refuses %s: %s', async (url) => {
    const outcome = await vet(url, NONE).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Forbidden);
  });

  it.each([
    ['https://93.184.216.34/', [], 'public'],
    ['http://127.0.0.1:8080/', [], 'loopback named as such'],
    ['https://10.1.2.3/', ['10.1.0.0/16'], 'allowed'],
    ['https://[::ffff:10.1.2.3]/', ['10.1.0.0/16'], 'allowed, written as IPv6'],
  ])('lets %s pass', async (url, ranges) => {
    await expect(vet(url, allowList(ranges))).resolves.toMatchObject({ url: new URL(url) });
  });

  it.each([
    [['93.184.216.34', '10.0.0.1'], 'one of several is private'],
    [['93.184.216.34', '::ffff:169.254.169.254'], 'one of several is metadata'],
    [['127.0.0.1'], 'a public name leads to this machine'],
  ])('refuses a name that leads to %j: %s', async (addresses) => {
    const look = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    await expect(vet('https://hooks.example.org/', NONE, look)).rejects.toBeInstanceOf(Forbidden);
  });

  it('calls a name at the address that was vetted', async () => {
    const look = async () => [{ address: '93.184.216.34', family: 4 }];
    const url = new URL('https://hooks.example.org/');
    expect(await vet(url.href, NONE, look)).toEqual({ url, address: '93.184.216.34', family: 4 });
  });

  it('never lets metadata pass, whatever is allowed', async () => {
    const all = allowList(['0.0.0.0/0', '::/0']);
    for (const url of [
      'https://169.254.169.254/',
      'https://[::ffff:a9fe:a9fe]/',
      'https://[64:ff9b::a9fe:a9fe]/',
      'https://[fd00:ec2::254]/',
    ])
      await expect(vet(url, all)).rejects.toBeInstanceOf(Forbidden);
  });
});
