import { parse } from 'yaml';
import { examples, page } from '../docs/pages.js';
import { onHelm } from './helm.js';
import { faultsOf, ofKind, render, servicePods, type KubernetesObject, type PodSpec } from './objects.js';

const [text] = examples(page('docs/kubernetes.md'), 'maintenance');
const pod = parse(text!) as KubernetesObject;
const spec = pod.spec as PodSpec;

onHelm('the pod for work on a stopped desk', (helm) => {
  const objects = () => render(helm, { fullnameOverride: 'barometer' });

  it('is a pod as Kubernetes has them, as restricted as those of the chart', () => {
    expect(faultsOf(pod)).toEqual([]);
    const [own] = servicePods(objects());
    const { fsGroupChangePolicy: _, ...security } = own!.spec.securityContext;
    expect(spec.securityContext).toEqual(security);
    expect(spec.containers[0]!.securityContext).toEqual(own!.spec.containers[0]!.securityContext);
    expect(spec.automountServiceAccountToken).toBe(false);
  });

  it('has the volume and the config of the desk where the desk has them', () => {
    const rendered = objects();
    const [set] = ofKind(rendered, 'StatefulSet');
    const [claim] = (set!.spec as { volumeClaimTemplates: KubernetesObject[] }).volumeClaimTemplates;
    const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]));
    expect(volumes.get('data')!.persistentVolumeClaim!.claimName).toBe(
      `${claim!.metadata.name}-${set!.metadata.name}-0`,
    );
    expect(volumes.get('config')!.configMap!.name).toBe(ofKind(rendered, 'ConfigMap')[0]!.metadata.name);
    const secrets = (mount: { readonly mountPath: string }) => mount.mountPath.startsWith('/run/secrets/');
    const mounts = servicePods(rendered)[0]!.spec.containers[0]!.volumeMounts!.filter((mount) => !secrets(mount));
    expect(spec.containers[0]!.volumeMounts).toEqual(mounts);
  });
});
