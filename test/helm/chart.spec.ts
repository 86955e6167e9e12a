import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHART, onHelm, ROOT } from './helm.js';
import { faultsOf, ofKind, podsOf, render, servicePods, type KubernetesObject, type Probe } from './objects.js';
import { EVERYTHING, SERVICES, SWITCHES } from './switches.js';

const kinds = (objects: readonly KubernetesObject[]) => [...new Set(objects.map(({ kind }) => kind))].sort().join(' ');

onHelm('the chart', (helm) => {
  describe.each(SWITCHES)('with $why', ({ values, kinds: expected }) => {
    let objects: KubernetesObject[];
    beforeAll(() => {
      objects = render(helm, values);
    });

    it('lints', () => {
      const linted = helm(['lint', '--strict', CHART, '-f', '-'], JSON.stringify(values));
      expect([linted.status, linted.stdout]).toEqual([0, expect.stringContaining('0 chart(s) failed')]);
    });

    it('renders these kinds', () => {
      expect(kinds(objects)).toBe(expected);
    });

    it('renders what the schemas of Kubernetes and of the Prometheus Operator take', () => {
      const faults = objects.flatMap((object) =>
        faultsOf(object).map((fault) => `${object.kind} ${object.metadata.name}: ${fault}`),
      );
      expect(faults).toEqual([]);
    });

    it('names and labels every object as its own', () => {
      const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      for (const { metadata } of objects) {
        expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
        expect(metadata.labels).toMatchObject({
          'app.kubernetes.io/name': 'barometer',
          'app.kubernetes.io/instance': 'b',
          'app.kubernetes.io/managed-by': 'Helm',
        });
      }
    });

    it('keeps every pod to the profile restricted, and to a root it cannot write', () => {
      for (const { spec } of podsOf(objects)) {
        expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        expect(spec.securityContext['runAsUser']).not.toBe(0);
        expect(spec.automountServiceAccountToken).toBe(false);
        expect(spec).not.toHaveProperty('hostNetwork');
        expect(spec.initContainers ?? []).toEqual([]);
        for (const { securityContext } of spec.containers) {
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
        }
        for (const volume of spec.volumes ?? []) {
          const [source] = Object.keys(volume).filter((key) => key !== 'name');
          expect(['configMap', 'secret', 'emptyDir', 'persistentVolumeClaim']).toContain(source);
        }
      }
    });

    it('lets its own user alone read Secrets and write the volume, and shows it no other Service', () => {
      // Where the platform chooses a user, it chooses the group of files too.
      const user = 'user' in values ? undefined : 10001;
      for (const { spec } of podsOf(objects)) {
        const { runAsUser, runAsGroup, fsGroup, fsGroupChangePolicy } = spec.securityContext;
        expect([runAsUser, runAsGroup, fsGroup]).toEqual([user, user, user]);
        expect(fsGroupChangePolicy).toBe(user && 'OnRootMismatch');
        expect([spec.enableServiceLinks, spec.automountServiceAccountToken]).toEqual([false, false]);
      }
    });

    it('mounts directories, never a subPath, and only those to be written can be', () => {
      for (const { spec } of servicePods(objects)) {
        const mounts = spec.containers.flatMap(({ volumeMounts }) => volumeMounts ?? []);
        expect(mounts.filter((mount) => 'subPath' in mount || 'subPathExpr' in mount)).toEqual([]);
        const written = mounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath);
        expect(written).toEqual(['/var/lib/barometer', '/tmp']);
        expect(spec.volumes).toContainEqual({ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } });
        expect(mounts).toContainEqual({ name: 'config', mountPath: '/etc/barometer', readOnly: true });
      }
    });

    it('holds no secret, only names of them', () => {
      expect(ofKind(objects, 'Secret')).toEqual([]);
      for (const { spec } of podsOf(objects)) {
        for (const container of spec.containers) {
          expect(container.env).toBeUndefined();
          expect(container.envFrom).toBeUndefined();
        }
      }
    });

    it('asks kubelets and Services for the port that the process is told to listen on', () => {
      for (const { labels, spec } of servicePods(objects)) {
        const [container] = spec.containers;
        const at = container!.args.indexOf('--port');
        expect(container!.ports).toEqual([
          { name: 'http', containerPort: Number(container!.args[at + 1]), protocol: 'TCP' },
        ]);
        const { startupProbe, livenessProbe, readinessProbe } = container!;
        const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe!.httpGet);
        // Open routes: no token is in a probe.
        expect(paths).toEqual(['/healthz', '/healthz', '/readyz'].map((path) => ({ path, port: 'http' })));
        const service = ofKind(objects, 'Service').filter(({ spec: one }) =>
          Object.entries((one as { selector: Record<string, string> }).selector).every(
            ([key, value]) => labels[key] === value,
          ),
        );
        expect(service).toHaveLength(1);
        expect(service[0]!.spec).toMatchObject({ ports: [{ name: 'http', targetPort: 'http' }] });
      }
    });

    it('gives a start ten minutes, a hang one, and an end longer than the process takes', () => {
      const seconds = ({ periodSeconds, failureThreshold }: Probe) => periodSeconds * failureThreshold;
      for (const { spec } of servicePods(objects)) {
        const { startupProbe, livenessProbe, readinessProbe, lifecycle } = spec.containers[0]!;
        expect(seconds(startupProbe!)).toBe(600);
        expect(seconds(livenessProbe!)).toBe(60);
        expect(seconds(readinessProbe!)).toBeLessThanOrEqual(10);
        // A check of the health that hangs is a problem after 2 s: the answer must still come.
        expect(readinessProbe!.timeoutSeconds).toBeGreaterThan(2);
        const sleep = 5;
        const ownDeadline = 20;
        expect(lifecycle).toEqual({ preStop: { sleep: { seconds: sleep } } });
        expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(sleep + ownDeadline);
      }
    });

    it('bounds memory, and leaves processor time free', () => {
      for (const { spec } of podsOf(objects)) {
        for (const { resources } of spec.containers) {
          expect(Object.keys(resources.requests).sort()).toEqual(['cpu', 'memory']);
          expect(Object.keys(resources.limits)).toEqual(['memory']);
        }
      }
    });

    it('asks each service in its test whether it is ready', () => {
      const [test] = ofKind(objects, 'Pod');
      expect(test!.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
      const { command, args } = podsOf([test!])[0]!.spec.containers[0]!;
      expect(command).toEqual(['node', 'bin/barometer-ready.mjs']);
      expect([...args].sort()).toEqual(
        ofKind(objects, 'Service')
          .map(({ metadata }) => `http://${metadata.name}:8080`)
          .sort(),
      );
    });
  });

  describe('in mode standalone', () => {
    it('is one pod with a volume that stays, and no budget that would block every drain', () => {
      const objects = render(helm);
      const [set] = ofKind(objects, 'StatefulSet');
      expect(set!.spec).toMatchObject({
        replicas: 1,
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
          },
        ],
      });
      expect(set!.spec).not.toHaveProperty('persistentVolumeClaimRetentionPolicy');
      expect(servicePods(objects)).toHaveLength(1);
      expect(ofKind(objects, 'PodDisruptionBudget')).toEqual([]);
    });

    it.each([
      { why: 'a class and a mode', storage: { className: 'fast', accessMode: 'ReadWriteOncePod', size: '50Gi' } },
      { why: 'a claim of its own', storage: { existingClaim: 'kept' } },
    ])('takes $why', ({ storage }) => {
      const [set] = ofKind(render(helm, { standalone: { storage } }), 'StatefulSet');
      const templates = (set!.spec as { volumeClaimTemplates?: unknown }).volumeClaimTemplates;
      if ('existingClaim' in storage) {
        expect(templates).toBeUndefined();
        expect(podsOf([set!])[0]!.spec.volumes).toContainEqual({
          name: 'data',
          persistentVolumeClaim: { claimName: 'kept' },
        });
      } else {
        expect(templates).toMatchObject([{ spec: { storageClassName: 'fast', accessModes: ['ReadWriteOncePod'] } }]);
      }
    });
  });

  describe('in mode services', () => {
    const objects = () => render(helm, SERVICES);
    const replicas = (rendered: readonly KubernetesObject[]) =>
      Object.fromEntries(
        ofKind(rendered, 'Deployment').map(({ metadata, spec }) => [
          metadata.name.replace('b-barometer-', ''),
          (spec as { replicas: number }).replicas,
        ]),
      );

    it('keeps a browser on the console that signed it in', () => {
      const rendered = objects();
      const affinities = ofKind(rendered, 'Service').map(({ metadata, spec }) => [
        metadata.name.replace('b-barometer-', ''),
        (spec as { sessionAffinity?: string }).sessionAffinity,
      ]);
      expect(Object.fromEntries(affinities)).toEqual({ console: 'ClientIP' });
      expect(replicas(rendered)).toEqual({ collector: 2, assessor: 2, notifier: 2, console: 1 });
    });

    it('runs all, spread over zones and nodes but never refused for it, and keeps nothing in pods', () => {
      const deployments = ofKind(objects(), 'Deployment');
      expect(deployments.map(({ metadata }) => metadata.name)).toEqual([
        'b-barometer-collector',
        'b-barometer-assessor',
        'b-barometer-notifier',
        'b-barometer-console',
      ]);
      for (const { spec } of deployments) {
        expect(spec).toMatchObject({ strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
      }
      for (const { labels, spec } of servicePods(objects())) {
        expect(spec.volumes!.filter((volume) => 'persistentVolumeClaim' in volume)).toEqual([]);
        const spread = spec.topologySpreadConstraints!;
        expect(spread.map(({ topologyKey }) => topologyKey)).toEqual([
          'topology.kubernetes.io/zone',
          'kubernetes.io/hostname',
        ]);
        for (const { whenUnsatisfiable, labelSelector } of spread) {
          expect(whenUnsatisfiable).toBe('ScheduleAnyway');
          expect(labels).toMatchObject((labelSelector as { matchLabels: object }).matchLabels);
        }
      }
    });

    it.each([1, 2])('lets one pod of each go at a time, with %d replicas, too', (replicas) => {
      const rendered = render(helm, { ...SERVICES, notifier: { replicas } });
      const budgets = ofKind(rendered, 'PodDisruptionBudget');
      const selected = budgets.map(({ spec }) => {
        const { selector, ...rest } = spec as { selector: { matchLabels: Record<string, string> } };
        expect(rest).toEqual({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
        return selector.matchLabels['app.kubernetes.io/component'];
      });
      expect(selected.sort()).toEqual(['assessor', 'collector', 'console', 'notifier']);
    });

    it('gives each the secrets that name it, and those that name nobody to all', () => {
      const values = {
        ...SERVICES,
        secrets: [{ name: 'tokens' }, { name: 'smtp', for: ['notifier', 'console'] }, { name: 'kafka.tls' }],
      };
      const held = Object.fromEntries(
        servicePods(render(helm, values)).map(({ labels, spec }) => [
          labels['app.kubernetes.io/component'],
          spec.volumes!.flatMap(({ secret }) => secret?.secretName ?? []),
        ]),
      );
      expect(held).toEqual({
        collector: ['tokens', 'kafka.tls'],
        assessor: ['tokens', 'kafka.tls'],
        notifier: ['tokens', 'smtp', 'kafka.tls'],
        console: ['tokens', 'smtp', 'kafka.tls'],
      });
    });
  });

  it('mounts each Secret as a directory of its name, which others in the pod cannot read', () => {
    const [{ spec }] = servicePods(render(helm, { secrets: [{ name: 'tokens' }, { name: 'smtp' }] })) as [
      ReturnType<typeof servicePods>[number],
    ];
    const mounts = new Map(spec.containers[0]!.volumeMounts!.map((mount) => [mount.name, mount]));
    const secrets = spec.volumes!.filter(({ secret }) => secret !== undefined);
    expect(secrets.map(({ secret }) => secret)).toEqual(
      ['tokens', 'smtp'].map((secretName) => ({ secretName, defaultMode: 0o440 })),
    );
    expect(secrets.map(({ name }) => mounts.get(name)!.mountPath)).toEqual([
      '/run/secrets/tokens',
      '/run/secrets/smtp',
    ]);
  });

  it.each([
    { why: 'the chart’s version', image: { repository: 'r/b' }, expected: /^r\/b:\d+\.\d+\.\d+$/ },
    { why: 'a tag', image: { repository: 'r/b', tag: '1.2' }, expected: /^r\/b:1\.2$/ },
    {
      why: 'a digest, whatever the tag',
      image: { repository: 'r/b', tag: '1.2', digest: `sha256:${'a'.repeat(64)}` },
      expected: /^r\/b@sha256:a{64}$/,
    },
  ])('takes its image by $why', ({ image, expected }) => {
    for (const { spec } of podsOf(render(helm, { image }))) expect(spec.containers[0]!.image).toMatch(expected);
  });

  it.each([
    { mode: 'standalone', values: {} },
    { mode: 'services', values: SERVICES },
  ])('starts the processes of mode $mode with arguments that they take', ({ values }) => {
    for (const { labels, spec } of servicePods(render(helm, values))) {
      const { args } = spec.containers[0]!;
      expect(args[0]).toBe(labels['app.kubernetes.io/component']);
      const launcher = join(ROOT, 'bin/barometer-service.mjs');
      const { status, stderr } = spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8', env: {} });
      // All is well but that no config is mounted here.
      expect([status, stderr]).toEqual([2, 'there is no file /etc/barometer/barometer.yaml\n']);
    }
  });

  it('runs pods where and how it is told to, with labels that cannot replace its own', () => {
    const where = {
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
      priorityClassName: 'high',
    };
    const objects = render(helm, {
      ...{ ...SERVICES, ...where, fullnameOverride: 'north', imagePullSecrets: ['registry'] },
      podLabels: { team: 'no', 'app.kubernetes.io/name': 'mine', 'app.kubernetes.io/component': 'mine' },
      podAnnotations: { 'example.org/on': 'yes' },
      assessor: { replicas: 3, resources: { requests: { memory: '3Gi' } } },
    });
    for (const { labels, annotations, spec } of servicePods(objects)) {
      expect(spec).toMatchObject({ ...where, imagePullSecrets: [{ name: 'registry' }] });
      expect(labels).toMatchObject({ team: 'no', 'app.kubernetes.io/name': 'barometer' });
      expect(labels['app.kubernetes.io/component']).not.toBe('mine');
      expect(annotations).toEqual({ 'example.org/on': 'yes' });
    }
    const assessor = ofKind(objects, 'Deployment').find(({ metadata }) => metadata.name === 'north-assessor')!;
    expect(assessor.spec).toMatchObject({ replicas: 3 });
    expect(podsOf([assessor])[0]!.spec.containers[0]!.resources.requests).toEqual({ cpu: '250m', memory: '3Gi' });
  });

  it('renders from its package what it renders from its folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'barometer-chart-'));
    try {
      const { stdout } = helm(['package', CHART, '--destination', folder]);
      const packed = /saved it to: (.+\.tgz)/.exec(stdout)![1]!;
      const rendered = (chart: string) => helm(['template', 'b', chart, '-f', '-'], JSON.stringify(EVERYTHING)).stdout;
      expect(rendered(packed)).toContain('kind: PrometheusRule');
      expect(rendered(packed)).toBe(rendered(CHART));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('leaves the user to the platform where asked to', () => {
    for (const { spec } of podsOf(render(helm, { user: null }))) {
      expect(spec.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    }
  });

  it.each(['barometer', 'x', 'a-release-with-a-name-of-fifty-three-characters-in-it'])(
    'keeps names short enough for every label: release %s',
    (release) => {
      const { stdout } = helm(['template', release, CHART, '-f', '-'], JSON.stringify(SERVICES));
      const names = [...stdout.matchAll(/^ {2}name: (\S+)$/gm)].map(([, name]) => name!);
      expect(names.length).toBeGreaterThan(10);
      expect(names.filter((name) => name.length > 63)).toEqual([]);
      expect(names.every((name) => name.startsWith(release === 'barometer' ? 'barometer' : release.slice(0, 40)))).toBe(
        true,
      );
    },
  );

  it.each([
    { why: 'an unknown key', values: { replicas: 3 }, says: "additional properties 'replicas'" },
    { why: 'an unknown key within', values: { image: { name: 'x' } }, says: "additional properties 'name'" },
    { why: 'an unknown mode', values: { mode: 'cluster' }, says: '/mode' },
    { why: 'a config as a map', values: { config: { version: 1 } }, says: '/config' },
    { why: 'root', values: { user: 0 }, says: '/user' },
    { why: 'no replica', values: { ...SERVICES, assessor: { replicas: 0 } }, says: '/assessor/replicas' },
    { why: 'a secret for nobody known', values: { secrets: [{ name: 's', for: ['cli'] }] }, says: '/secrets/0/for/0' },
    {
      why: 'a secret’s value',
      values: { secrets: [{ name: 's', value: 'x' }] },
      says: "additional properties 'value'",
    },
    { why: 'a digest that is none', values: { image: { digest: 'sha256:1' } }, says: '/image/digest' },
    { why: 'an Ingress without a host', values: { ingress: { enabled: true } }, says: '/ingress/host' },
    { why: 'no config', values: { config: ' ' }, says: 'config is empty' },
    { why: 'services over SQLite', values: { mode: 'services' }, says: 'needs settings.store: kafka' },
    {
      why: 'standalone over Kafka',
      values: { ...SERVICES, mode: 'standalone' },
      says: 'leave settings.store out',
    },
    ...['', '127.0.0.1', 'localhost', '"::1"'].map((host) => ({
      why: `the address ${host || 'left out'}`,
      values: { config: host === '' ? 'version: 1' : `settings: { listen: { host: ${host} } }` },
      says: 'write 0.0.0.0',
    })),
  ])('refuses $why', ({ values, says }) => {
    expect(() => render(helm, values)).toThrow(says);
  });

  it('leaves a config it cannot read to Barometer', () => {
    const config = 'settings: [1, 2\nlisten: *nowhere';
    expect(ofKind(render(helm, { config }), 'ConfigMap')[0]!.data).toEqual({ 'barometer.yaml': config });
  });

  describe('an Ingress', () => {
    const rules = (values: object) => {
      const [ingress] = ofKind(render(helm, values), 'Ingress');
      const { rules: found, tls } = ingress!.spec as {
        rules: { host: string; http: { paths: { backend: { service: { name: string } } }[] } }[];
        tls?: { hosts: string[]; secretName: string }[];
      };
      return { tls, to: found.map(({ host, http }) => [host, http.paths[0]!.backend.service.name]) };
    };

    it.each([
      { mode: 'standalone', values: {}, to: [['a.example.org', 'b-barometer']] },
      { mode: 'services', values: SERVICES, to: [['a.example.org', 'b-barometer-console']] },
    ])('leads to the pages in mode $mode', ({ values, to }) => {
      expect(rules({ ...values, ingress: { enabled: true, host: 'a.example.org' } })).toEqual({ to, tls: undefined });
    });

    it('has a host of its own for reports, because pages and collector both have /incidents', () => {
      const hosts = { host: 'a.example.org', reportsHost: 'in.example.org' };
      expect(rules({ ...SERVICES, ingress: { enabled: true, ...hosts, tlsSecret: 'cert' } })).toEqual({
        to: [
          ['a.example.org', 'b-barometer-console'],
          ['in.example.org', 'b-barometer-collector'],
        ],
        tls: [{ secretName: 'cert', hosts: ['a.example.org', 'in.example.org'] }],
      });
    });
  });

  describe('its notes', () => {
    it.each([
      { mode: 'standalone', values: {}, pages: 'b-barometer', kind: 'statefulset' },
      { mode: 'services', values: SERVICES, pages: 'b-barometer-console', kind: 'deployment' },
    ])('show how to reach the pages and to send a test in mode $mode', ({ values, pages, kind }) => {
      const { stdout } = helm(
        ['install', 'b', CHART, '--namespace', 'desk', '--dry-run=client', '-f', '-'],
        JSON.stringify(values),
      );
      const notes = stdout.split('NOTES:')[1]!;
      expect(notes).toContain(`kubectl -n desk port-forward service/${pages} 8080:8080`);
      expect(notes).toContain('http://127.0.0.1:8080/api/v1/receivers/RECEIVER/test');
      expect(notes).toContain(`exec ${kind}/${pages} -- node apps/cli/bin/barometer.js send-test RECEIVER`);
      expect(notes).toContain('helm -n desk test b');
    });
  });
});
