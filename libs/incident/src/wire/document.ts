import { asideOf } from './aside.js';
import { toRevision } from './canonical.js';
import { isStructured, openStructured, withAttributes, type Attributes } from './cloudevents.js';
import { explain } from './explain.js';
import { MISFIT, fitOf } from './fit.js';
import { guard, withoutNulls } from './guard.js';
import type { HeartbeatItem, RevisionItem } from './item.js';
import { Unusable } from './reasons.js';
import { shown } from './safe-text.js';
import { wireHeartbeat, wireIncident, type WireIncident } from './schema.js';
import { pastTime, type ReadContext } from './times.js';

const fit = fitOf(wireIncident);

/** Reads one parsed JSON document, an incident or a heartbeat, bare or in a CloudEvent; throws `Unusable`. */
export function readDocument(
  document: unknown,
  context: ReadContext,
  binary?: Attributes,
): RevisionItem | HeartbeatItem {
  const filled = binary ? withAttributes(document, binary) : document;
  guard(filled);
  if (binary || !isStructured(document)) return readContent(filled, context);
  const { attributes, data } = openStructured(document);
  return readContent(withAttributes(data, attributes), context);
}

function readContent(content: unknown, context: ReadContext): RevisionItem | HeartbeatItem {
  const wire = isHeartbeat(content) ? MISFIT : fit(content);
  if (wire === MISFIT) return readBySchema(content, context);
  const aside = wire === content ? undefined : asideOf(wireIncident, content);
  return { type: 'revision', place: context.place, revision: toRevision(wire as WireIncident, aside, context) };
}

/** What the fast reader did not take, and what is wrong with it. */
function readBySchema(content: unknown, context: ReadContext): RevisionItem | HeartbeatItem {
  const document = withoutNulls(content);
  if (document === null || typeof document !== 'object' || Array.isArray(document))
    throw new Unusable('not_an_object', '', `${shown(document)} is not an incident: send a JSON object`);
  if (isHeartbeat(document)) return readHeartbeat(document, context);
  const parsed = wireIncident.safeParse(document, { reportInput: true });
  if (!parsed.success) throw explain(parsed.error.issues, document);
  const revision = toRevision(parsed.data, asideOf(wireIncident, content), context);
  return { type: 'revision', place: context.place, revision };
}

function isHeartbeat(document: unknown): boolean {
  return typeof document === 'object' && document !== null && Object.hasOwn(document, 'heartbeat');
}

function readHeartbeat(document: object, context: ReadContext): HeartbeatItem {
  const parsed = wireHeartbeat.safeParse(document, { reportInput: true });
  if (!parsed.success) throw explain(parsed.error.issues, document);
  const { heartbeat, at } = parsed.data;
  if (at === undefined && context.mode === 'history') throw new Unusable('missing_field', 'at', 'at is missing');
  const time = at === undefined ? context.now : pastTime(at, 'at', context).at;
  return { type: 'heartbeat', place: context.place, feed: heartbeat, at: time };
}
