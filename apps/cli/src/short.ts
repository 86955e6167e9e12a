const INCIDENT = /^incident=([^/]+)\//;

/** Series for people: `incident=fr-057` where all incidents in the list are of one dataset; it is understood as an option. */
export function shortSeries(all: readonly string[]): (series: string) => string {
  const datasets = new Set(all.flatMap((series) => INCIDENT.exec(series)?.[1] ?? []));
  return datasets.size === 1 ? (series) => series.replace(INCIDENT, 'incident=') : (series) => series;
}
