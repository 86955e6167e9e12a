import { parse } from 'yaml';
import { examples, page } from '../docs/pages.js';

/** The values that docs/kubernetes.md shows: services over Kafka, and all that can be had with them. */
export const EVERYTHING = parse(examples(page('docs/kubernetes.md'), 'values')[0]!, { version: '1.1' }) as {
  config: string;
};

/** Services over Kafka, all else by default. */
export const SERVICES = { mode: 'services', config: EVERYTHING.config } as const;

const POLICIES = 'NetworkPolicy';

/** Every switch of the chart, and the kinds of objects it renders. */
export const SWITCHES: readonly { readonly why: string; readonly values: object; readonly kinds: string }[] = [
  { why: 'its defaults', values: {}, kinds: `ConfigMap ${POLICIES} Pod Service StatefulSet` },
  {
    why: 'services over Kafka',
    values: SERVICES,
    kinds: `ConfigMap Deployment ${POLICIES} Pod PodDisruptionBudget Service`,
  },
  {
    why: 'all that the docs show for services',
    values: EVERYTHING,
    kinds: `ConfigMap Deployment Ingress ${POLICIES} Pod PodDisruptionBudget PrometheusRule Service ServiceMonitor`,
  },
  {
    why: 'a config of the user’s own ConfigMap',
    values: { existingConfigMap: 'mine' },
    kinds: `${POLICIES} Pod Service StatefulSet`,
  },
  {
    why: 'no policies',
    values: { networkPolicy: { enabled: false } },
    kinds: 'ConfigMap Pod Service StatefulSet',
  },
  {
    why: 'incidents from Kafka in standalone',
    values: { standalone: { kafka: true } },
    kinds: `ConfigMap ${POLICIES} Pod Service StatefulSet`,
  },
  {
    why: 'a claim of the user’s own',
    values: { standalone: { storage: { existingClaim: 'kept' } } },
    kinds: `ConfigMap ${POLICIES} Pod Service StatefulSet`,
  },
  {
    why: 'an Ingress',
    values: {
      ingress: {
        enabled: true,
        className: 'nginx',
        host: 'a.example.org',
        annotations: { 'example.org/on': 'on' },
        tlsSecret: 'cert',
      },
    },
    kinds: `ConfigMap Ingress ${POLICIES} Pod Service StatefulSet`,
  },
  {
    why: 'all of the monitoring',
    values: {
      metrics: {
        serviceMonitor: { enabled: true, labels: { release: 'prometheus' }, interval: '15s' },
        rules: { enabled: true, labels: { release: 'prometheus' } },
        dashboards: { enabled: true, annotations: { grafana_folder: 'Barometer' } },
      },
    },
    kinds: `ConfigMap ${POLICIES} Pod PrometheusRule Service ServiceMonitor StatefulSet`,
  },
  {
    why: 'everything that says where and how pods run',
    values: {
      ...SERVICES,
      fullnameOverride: 'desk-north',
      user: null,
      imagePullSecrets: ['registry'],
      podLabels: { team: 'no' },
      podAnnotations: { 'example.org/on': 'yes' },
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
      priorityClassName: 'high',
      collector: { replicas: 5, resources: { requests: { cpu: 2 } } },
    },
    kinds: `ConfigMap Deployment ${POLICIES} Pod PodDisruptionBudget Service`,
  },
  { why: 'no secrets at all', values: { secrets: [] }, kinds: `ConfigMap ${POLICIES} Pod Service StatefulSet` },
];
