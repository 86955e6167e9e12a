import type { Fold } from './fold.js';
import { SELF_WATCH, SILENCE_RULE } from './silence.js';
import type { OpenAlert } from './view.js';

/** Every open alert: watches, rules and series in name order, the built-in watch among them. */
export function openAlerts(fold: Fold): OpenAlert[] {
  const open: OpenAlert[] = [];
  for (const watch of fold.watches.values()) {
    watch.eachSeries((i, { name: series, episode }) => {
      if (!episode?.last) return;
      const { rule } = watch.rules[i]!;
      const level = rule.rungs[episode.level]!.level;
      const { alertId, since, last } = episode;
      open.push({ alertId, watch: watch.definition.name, rule: rule.name, series, level, since, last });
    });
  }
  for (const { feed, last, ...alert } of fold.silence.alerts.values()) {
    if (last) open.push({ ...alert, watch: SELF_WATCH, rule: SILENCE_RULE, series: `feed=${feed}`, last });
  }
  return open.sort((a, b) => (a.watch < b.watch ? -1 : a.watch > b.watch ? 1 : 0));
}
