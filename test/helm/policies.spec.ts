import { onHelm } from './helm.js';
import { render, type KubernetesObject } from './objects.js';
import { HERE, passes, type Connection, type End } from './policies.js';
import { SERVICES } from './switches.js';

const pod = (component: string) => ({
  'app.kubernetes.io/name': 'barometer',
  'app.kubernetes.io/instance': 'b',
  'app.kubernetes.io/component': component,
});
const neighbour: End = { labels: { app: 'producer' }, namespace: HERE };
const stranger: End = { labels: { app: 'stranger' }, namespace: 'elsewhere' };
const prometheus: End = { labels: { 'app.kubernetes.io/name': 'prometheus' }, namespace: 'monitoring' };
const dns: End = { labels: { 'k8s-app': 'kube-dns' }, namespace: 'kube-system' };
const tester: End = { labels: pod('test'), namespace: HERE };
const broker: End = { labels: { app: 'kafka' }, namespace: 'kafka' };
const internet: End = { address: '203.0.113.9' };
const inside: End = { address: '10.96.0.1' };
const metadata: End = { address: '169.254.169.254' };

const into = (component: string, from: End, port = 8080): Connection => ({
  direction: 'Ingress',
  pod: pod(component),
  other: from,
  port,
});
const outOf = (component: string, to: End, port: number): Connection => ({
  direction: 'Egress',
  pod: pod(component),
  other: to,
  port,
});

onHelm('the network policies', (helm) => {
  describe('of services', () => {
    let objects: KubernetesObject[];
    beforeAll(() => {
      objects = render(helm, SERVICES);
    });

    it.each([
      { why: 'a producer of the namespace sends reports', is: into('collector', neighbour) },
      { why: 'a person of the namespace looks at pages', is: into('console', neighbour) },
      { why: 'Prometheus reads', is: into('assessor', prometheus) },
      { why: 'Prometheus reads', is: into('notifier', prometheus) },
      { why: 'helm test asks', is: into('notifier', tester) },
      { why: 'helm test asks', is: outOf('test', { labels: pod('assessor'), namespace: HERE }, 8080) },
      { why: 'Kafka', is: outOf('assessor', broker, 9093) },
      { why: 'Kafka, anywhere', is: outOf('collector', internet, 9093) },
      { why: 'mail', is: outOf('notifier', internet, 587) },
      { why: 'a webhook over IPv6', is: outOf('notifier', { address: '2001:db8::1' }, 443) },
      { why: 'a test message', is: outOf('console', internet, 443) },
      { why: 'names', is: { ...outOf('notifier', dns, 53), protocol: 'UDP' as const } },
      { why: 'names', is: outOf('test', dns, 53) },
    ])('let pass: $why ($is.pod, $is.port)', ({ is }) => {
      expect(passes(objects, is)).toBe(true);
    });

    it.each([
      { why: 'a stranger at the pages', is: into('console', stranger) },
      { why: 'a stranger at the collector', is: into('collector', stranger) },
      { why: 'a neighbour at what has no pages', is: into('assessor', neighbour) },
      { why: 'Prometheus at another port', is: into('assessor', prometheus, 9229) },
      { why: 'anybody at the test', is: into('test', neighbour) },
      { why: 'an assessor out to the world', is: outOf('assessor', internet, 443) },
      { why: 'a collector out to the world', is: outOf('collector', internet, 443) },
      { why: 'the API server', is: outOf('notifier', inside, 443) },
      { why: 'the metadata of the cloud', is: outOf('notifier', metadata, 443) },
      { why: 'private IPv6', is: outOf('notifier', { address: 'fd00::1' }, 443) },
      { why: 'plain HTTP', is: outOf('notifier', internet, 80) },
      { why: 'a neighbour', is: outOf('notifier', neighbour, 443) },
      { why: 'Kafka without protection', is: outOf('collector', broker, 9092) },
      { why: 'names from somebody else', is: outOf('notifier', stranger, 53) },
      { why: 'the test to Kafka', is: outOf('test', broker, 9093) },
    ])('stop $why ($is.pod, $is.port)', ({ is }) => {
      expect(passes(objects, is)).toBe(false);
    });
  });

  describe('of standalone', () => {
    it.each([
      { why: 'pages and reports', is: into('standalone', neighbour), passing: true },
      { why: 'Prometheus', is: into('standalone', prometheus), passing: true },
      { why: 'mail', is: outOf('standalone', internet, 465), passing: true },
      { why: 'a stranger', is: into('standalone', stranger), passing: false },
      { why: 'Kafka, which it does not use', is: outOf('standalone', broker, 9093), passing: false },
    ])('$why: $passing', ({ is, passing }) => {
      expect(passes(render(helm), is)).toBe(passing);
    });

    it('open the way to Kafka where it takes incidents from there', () => {
      expect(passes(render(helm, { standalone: { kafka: true } }), outOf('standalone', broker, 9093))).toBe(true);
    });
  });

  it('take the peers they are given, instead of their own', () => {
    const peer = (name: string) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }];
    const objects = render(helm, {
      ...SERVICES,
      networkPolicy: {
        http: { from: peer('ingress') },
        kafka: { to: peer('kafka'), ports: [9092] },
        outside: { to: peer('mail'), ports: [25] },
      },
    });
    const inNamespace = (namespace: string): End => ({ labels: {}, namespace });
    const table: [Connection, boolean][] = [
      [into('console', inNamespace('ingress')), true],
      [into('console', neighbour), false],
      [outOf('assessor', inNamespace('kafka'), 9092), true],
      [outOf('assessor', inNamespace('kafka'), 9093), false],
      [outOf('assessor', internet, 9092), false],
      [outOf('notifier', inNamespace('mail'), 25), true],
      [outOf('notifier', internet, 443), false],
    ];
    for (const [connection, passing] of table)
      expect([connection, passes(objects, connection)]).toEqual([connection, passing]);
  });

  it('leave the pods of another release alone', () => {
    const other = { ...into('console', stranger), pod: { ...pod('console'), 'app.kubernetes.io/instance': 'c' } };
    expect(passes(render(helm, SERVICES), other)).toBe(true);
  });

  it('are not there where they are not wanted', () => {
    expect(passes(render(helm, { networkPolicy: { enabled: false } }), into('standalone', stranger))).toBe(true);
  });
});
