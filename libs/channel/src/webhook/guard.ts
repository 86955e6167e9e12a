import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** A target that must not be called; the message says why and what an operator can do. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

/** Where a webhook goes: one vetted address, with the name kept for TLS and the Host header. */
export interface Target {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}

/** Every address behind a host name. */
export type Lookup = (host: string) => Promise<readonly { address: string; family: number }[]>;

const systemLookup: Lookup = (host) => lookup(host, { all: true });

const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['2002::', 16],
] as const) {
  PRIVATE.addSubnet(net, prefix, 'ipv6');
}

/** Never reachable, whatever is allowed: the addresses cloud machines ask for their own credentials. */
const METADATA = new BlockList();
METADATA.addSubnet('169.254.0.0', 16, 'ipv4');
METADATA.addAddress('fd00:ec2::254', 'ipv6');
METADATA.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
METADATA.addSubnet('2002:a9fe::', 32, 'ipv6');

const LOCAL_NAMES = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Ranges an operator allows although they are private, as CIDR. */
export function allowList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [net = '', prefix] = cidr.split('/');
    const family = isIP(net);
    if (family === 0 || prefix === undefined) throw new Forbidden(`"${cidr}" is not a range such as 10.1.0.0/16`);
    list.addSubnet(net, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Resolves a URL to one address that may be called: every address behind the name must be public, allowed, or loopback named as such. */
export async function vet(text: string, allowed: BlockList, look: Lookup = systemLookup): Promise<Target> {
  const url = parse(text);
  const local = LOCAL_NAMES.test(url.hostname);
  if (url.protocol === 'http:' && !local) {
    throw new Forbidden('http goes in the clear: use https, or http only to 127.0.0.1');
  }
  const addresses = await resolve(url.hostname.replace(/^\[|\]$/g, ''), look);
  for (const { address } of addresses) check(address, allowed, local);
  const [first] = addresses;
  if (!first) throw new Error(`${url.hostname} has no address`);
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}

function parse(text: string): URL {
  if (!URL.canParse(text)) throw new Forbidden('the URL cannot be read');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Forbidden(`${url.protocol} is not http or https`);
  if (url.username !== '' || url.password !== '') throw new Forbidden('a URL must not hold a user or password');
  return url;
}

async function resolve(host: string, look: Lookup): ReturnType<Lookup> {
  const family = isIP(host);
  return family === 0 ? look(host) : [{ address: host, family }];
}

function check(address: string, allowed: BlockList, local: boolean): void {
  const plain = unmapped(address);
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (METADATA.check(plain, family)) throw new Forbidden('the address belongs to a cloud’s metadata service');
  if (!PRIVATE.check(plain, family) || allowed.check(plain, family)) return;
  if (local && (plain === '::1' || plain.startsWith('127.'))) return;
  throw new Forbidden('the address is private: allow its range in the settings if that is meant');
}

const EMBEDDED = /^\[::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;

/** An IPv4 address written as IPv6, dotted or in hex (`::ffff:a9fe:a9fe`), as IPv4; any other address without its zone. */
function unmapped(address: string): string {
  const [plain = ''] = address.split('%');
  if (isIP(plain) !== 6) return plain;
  const [, high, low] = EMBEDDED.exec(new URL(`http://[${plain}]`).hostname) ?? [];
  if (high === undefined || low === undefined) return plain;
  return [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join('.');
}
