/** A report as a producer writes it. */
export const incident = (recordId: string, fields: object = {}) => ({
  dataset: 'test',
  recordId,
  kind: 'attack',
  occurredFrom: '2024-01-28',
  ...fields,
});

/** Several as NDJSON. */
export const ndjson = (...lines: object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');
