import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';
import { CHART, type Helm } from './helm.js';

/** A rendered object, as far as tests look into it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string; readonly defaultMode: number };
  readonly emptyDir?: { readonly sizeLimit: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly command?: readonly string[];
  readonly env?: unknown;
  readonly envFrom?: unknown;
  readonly securityContext: unknown;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly readOnly?: boolean;
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: unknown;
}

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string; readonly httpHeaders?: unknown };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly Readonly<Record<string, unknown>>[];
}

export interface Pod {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** The objects that Helm renders for the release `b` in the namespace `desk`; throws with what Helm says where it does not. */
export function render(helm: Helm, values: unknown = {}, ...more: string[]): KubernetesObject[] {
  const { status, stdout, stderr } = helm(
    ['template', 'b', CHART, '--namespace', 'desk', '-f', '-', ...more],
    asYaml(values),
  );
  if (status !== 0) throw new Error(stderr);
  return parsed(stdout);
}

/** Values as JSON, which is YAML but for the characters that end a line there. */
const asYaml = (values: unknown) =>
  JSON.stringify(values).replace(
    /[\u0085\u2028\u2029\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Reads YAML as Kubernetes does: version 1.1, where an unquoted `no` is false. */
export function parsed(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}

export const ofKind = (objects: readonly KubernetesObject[], kind: string): KubernetesObject[] =>
  objects.filter((object) => object.kind === kind);

/** Every pod that the objects make, that of `helm test` too. */
export function podsOf(objects: readonly KubernetesObject[]): Pod[] {
  return objects.flatMap(({ kind, metadata, spec }): Pod[] => {
    if (kind === 'Pod') return [{ labels: metadata.labels, spec: spec as PodSpec }];
    const template = (spec as { template?: { metadata: KubernetesObject['metadata']; spec: PodSpec } } | undefined)
      ?.template;
    return template === undefined ? [] : [{ ...template.metadata, spec: template.spec }];
  });
}

/** The pods of services. */
export const servicePods = (objects: readonly KubernetesObject[]): Pod[] =>
  podsOf(objects).filter(({ labels }) => labels['app.kubernetes.io/component'] !== 'test');

interface Model {
  readonly prototype: { validate(): void };
}

const require = createRequire(import.meta.url);

/** What is wrong with an object by the schema of its kind, unknown fields included. */
export function faultsOf(object: KubernetesObject): string[] {
  const read = new Set<string>();
  try {
    modelOf(object).prototype.validate.call(watched(object, '', read));
  } catch (error) {
    return [(error as Error).message];
  }
  return unread(object, '', read).map((path) => `${path} is in no schema`);
}

function modelOf({ apiVersion, kind }: KubernetesObject): Model {
  const home = apiVersion.startsWith('monitoring.') ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
  return (require(`${home}/${apiVersion}/${kind}`) as Record<string, Model>)[kind]!;
}

/** Validators read the fields they know, and no others. */
function watched<T>(value: T, path: string, read: Set<string>): T {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, key) {
      const inner = Reflect.get(target, key) as unknown;
      if (typeof key === 'symbol' || !Object.hasOwn(target, key) || (Array.isArray(target) && key === 'length'))
        return inner;
      read.add(`${path}/${key}`);
      return watched(inner, `${path}/${key}`, read);
    },
  });
}

function unread(value: unknown, path: string, read: ReadonlySet<string>): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${path}/${key}`;
    return read.has(here) ? unread(inner, here, read) : [here];
  });
}
