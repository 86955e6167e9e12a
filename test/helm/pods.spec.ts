import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onHelm, ROOT } from './helm.js';
import { ofKind, podsOf, render, servicePods } from './objects.js';
import { SERVICES } from './switches.js';

onHelm('a pod of the chart', (helm) => {
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

  it('leaves the user to the platform where asked to', () => {
    for (const { spec } of podsOf(render(helm, { user: null }))) {
      expect(spec.securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    }
  });
});
