import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');
export const RULES = join(ROOT, 'deploy/prometheus/barometer.rules.yaml');
export const RULE_TESTS = join(ROOT, 'deploy/prometheus/barometer.rules.test.yaml');
export const DASHBOARD = join(ROOT, 'deploy/grafana/barometer.json');

/** One alert of the rules. */
export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
}

/** A panel as Grafana reads it; a row has no targets. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  /** The shortest step of its queries. */
  readonly interval?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
}

/** The parts of a dashboard that tests look at. */
export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly annotations: {
    readonly list: readonly { readonly name: string; readonly expr: string; readonly tagKeys: string }[];
  };
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

export function rules(): readonly Rule[] {
  const { groups } = parse(readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}

export function dashboard(): Dashboard {
  return JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
}

/** Every expression of a dashboard, with where it stands. */
export function expressionsOf({
  panels,
  annotations,
  templating,
}: Dashboard): readonly { where: string; expr: string }[] {
  return [
    ...panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ refId, expr }) => ({ where: `${title} ${refId}`, expr })),
    ),
    ...annotations.list.map(({ name, expr }) => ({ where: `annotation ${name}`, expr })),
    ...templating.list.flatMap(({ name, definition }) => {
      const found = /^label_values\((.*), (\w+)\)$/.exec(definition ?? '');
      return found ? [{ where: `variable ${name}`, expr: `count by (${found[2]}) (${found[1]})` }] : [];
    }),
  ];
}

/** Source files that register metrics, by path from the root. */
export function metricFiles(): string[] {
  return ['libs', 'apps'].flatMap((group) =>
    (readdirSync(join(ROOT, group), { recursive: true }) as string[])
      .filter((path) => /^[^/]+\/src\/.*\.metrics\.ts$/.test(path))
      .map((path) => `${group}/${path}`),
  );
}
