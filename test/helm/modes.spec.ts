import { onHelm } from './helm.js';
import { ofKind, podsOf, render, servicePods, type KubernetesObject } from './objects.js';
import { SERVICES } from './switches.js';

onHelm('the chart', (helm) => {
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
});
