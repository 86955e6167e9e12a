import { sayTransition, type Transition } from '@barometer/alert';
import { clean } from '../message/clean.js';
import { eventWords, spaced } from './event.js';
import type { Names } from './names.js';

/** Kinds whose news is one incident: their subject names its place. */
const NEWS = new Set(['novelty', 'record']);

/** `Jordan: drone attack on US forces, Tower 22`: place, what and where, without a number that can be revised. */
export function aboutOf(transition: Transition, names: Names): string {
  const place = placeOf(transition, names);
  const text = isOneIncident(transition) ? incidentWords(transition, names) : titleWords(transition, place);
  return clean(text.toLowerCase().startsWith(place.toLowerCase()) ? text : `${place}: ${text}`, 140);
}

/** `CRITICAL Jordan: drone attack on US forces, Tower 22 [us-forces]`; an end says `RESOLVED` or `WITHDRAWN`, easing news says so. */
export function subjectOf(transition: Transition, about: string): string {
  const state = clean(transition.level?.toUpperCase() ?? sayTransition(transition.transition), 40);
  const tone = transition.tone === 'easing' ? ' (easing)' : '';
  return `${state}${tone} ${clean(about, 140)} [${clean(transition.watch, 60)}]`;
}

/** Whether the top incident is what the reading is about, and others only set the scene. */
export function isAboutOne(transition: Transition): boolean {
  return isOneIncident(transition) || (NEWS.has(transition.reading.kind) && transition.evidence.length > 0);
}

function isOneIncident(transition: Transition): boolean {
  return /(^|,)incident=/.test(transition.series) && transition.evidence.length > 0;
}

function incidentWords(transition: Transition, names: Names): string {
  const top = transition.evidence[0]!;
  return withPlace(eventWords(top, names), top.place);
}

function titleWords(transition: Transition, place: string): string {
  const title = spaced(clean(transition.title || transition.rule));
  const suffix = ` in ${place}`;
  const short = title.endsWith(suffix) ? title.slice(0, -suffix.length) : title;
  const text = /^[A-Z][a-z]/.test(short) ? short.charAt(0).toLowerCase() + short.slice(1) : short;
  return NEWS.has(transition.reading.kind) ? withPlace(text, transition.evidence[0]?.place) : text;
}

function withPlace(text: string, place: string | undefined): string {
  const where = place === undefined ? '' : clean(place, 60);
  return where === '' || text.includes(where) ? text : `${text}, ${where}`;
}

function placeOf(transition: Transition, names: Names): string {
  const grouped = /(?:^|,)country=([^,]+)/.exec(transition.series)?.[1];
  if (grouped === 'none') return 'No country named';
  if (grouped !== undefined) return names.countryName(grouped);
  const about = isAboutOne(transition) ? transition.evidence.slice(0, 1) : transition.evidence;
  const countries = new Set(about.map(({ country }) => country));
  const [only] = countries;
  return countries.size === 1 && only !== undefined ? names.countryName(only) : clean(transition.watchTitle, 60);
}
