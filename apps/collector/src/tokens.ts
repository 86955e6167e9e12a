/** Nest's name for the collector's ports. */
export const COLLECTOR_PORTS = Symbol('collector ports');
