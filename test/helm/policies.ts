import { BlockList } from 'node:net';
import { ofKind, type KubernetesObject } from './objects.js';

type Labels = Readonly<Record<string, string>>;

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: 'In'; readonly values: string[] }[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

interface Policy {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** One end of a connection: a pod somewhere, or an address outside. */
export type End = { readonly labels: Labels; readonly namespace: string } | { readonly address: string };

export interface Connection {
  readonly direction: 'Ingress' | 'Egress';
  readonly pod: Labels;
  readonly other: End;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** The namespace the policies are in. */
export const HERE = 'desk';

/** Whether NetworkPolicies let a connection pass: one must, as soon as any selects the pod in that direction. */
export function passes(objects: readonly KubernetesObject[], connection: Connection): boolean {
  const { direction, pod } = connection;
  const selecting = ofKind(objects, 'NetworkPolicy')
    .map(({ spec }) => spec as Policy)
    .filter(({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, pod));
  if (selecting.length === 0) return true;
  return selecting
    .flatMap(({ ingress = [], egress = [] }) => (direction === 'Ingress' ? ingress : egress))
    .some((rule) => ruleFits(rule, connection));
}

function ruleFits({ from, to, ports }: Rule, { direction, other, port, protocol = 'TCP' }: Connection): boolean {
  const peers = direction === 'Ingress' ? from : to;
  const onPort = ports === undefined || ports.some((one) => one.port === port && one.protocol === protocol);
  return onPort && (peers === undefined || peers.length === 0 || peers.some((peer) => isPeer(peer, other)));
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, other: End): boolean {
  if ('address' in other)
    return ipBlock !== undefined && inBlock(ipBlock.cidr, other.address) && !excepted(ipBlock.except, other.address);
  if (ipBlock !== undefined) return false;
  const there =
    namespaceSelector === undefined
      ? other.namespace === HERE
      : selects(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return there && selects(podSelector ?? {}, other.labels);
}

const excepted = (except: readonly string[] = [], address: string) => except.some((cidr) => inBlock(cidr, address));

function inBlock(cidr: string, address: string): boolean {
  const family = (text: string) => (text.includes(':') ? 'ipv6' : 'ipv4');
  if (family(cidr) !== family(address)) return false;
  const list = new BlockList();
  const [net, bits] = cidr.split('/') as [string, string];
  list.addSubnet(net, Number(bits), family(net));
  return list.check(address, family(address));
}

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => labels[key] !== undefined && values.includes(labels[key]))
  );
}
