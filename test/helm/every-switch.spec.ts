import { CHART, onHelm } from './helm.js';
import { faultsOf, ofKind, podsOf, render, servicePods, type KubernetesObject, type Probe } from './objects.js';
import { SWITCHES } from './switches.js';

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
});
