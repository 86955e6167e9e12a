import type { Transition } from '@barometer/alert';
import type { RouteDefinition } from '../definition.js';
import { heightOf, routingOf } from './routes.js';
import { sampleReceivers, sampleRoutes, transitionOf } from '../testing/index.js';

const all = sampleRoutes[1]!.tell;

describe('routes', () => {
  it.each<{ why: string; change: Partial<Transition>; peak?: number; now: string[]; daily: string[] }>([
    { why: 'a high alert goes to both', change: { level: 'high' }, now: ['phone', 'desk'], daily: [] },
    { why: 'a low one to the digest', change: { level: 'elevated' }, now: [], daily: ['desk'] },
    {
      why: 'the phone is not told of updates',
      change: { transition: 'updated', previous: 'critical' },
      now: ['desk'],
      daily: [],
    },
    {
      why: 'a fall below goes where the alert was told',
      change: { transition: 'downgraded', level: 'low', previous: 'high' },
      now: ['desk'],
      daily: [],
    },
    { why: 'an end too', change: { transition: 'resolved', level: null, previous: 'high' }, now: ['desk'], daily: [] },
    {
      why: 'an end goes as high as the alert ever stood',
      change: { transition: 'withdrawn', level: null, previous: 'low' },
      peak: 3,
      now: ['phone', 'desk'],
      daily: [],
    },
    { why: 'easing news pages nobody', change: { tone: 'easing', level: 'critical' }, now: [], daily: [] },
    { why: 'easing news is in the digest', change: { tone: 'easing', level: 'low' }, now: [], daily: ['desk'] },
  ])('$why', ({ change, peak, now, daily }) => {
    const transition = transitionOf(change);
    const routing = routingOf(transition, heightOf(transition, peak), {
      routes: sampleRoutes,
      receivers: sampleReceivers,
    });
    expect(routing.now).toEqual(now);
    expect(routing.daily.map(({ receiver }) => receiver)).toEqual(daily);
    expect([...routing.now, ...daily, ...routing.not].sort()).toEqual(['desk', 'phone']);
  });

  it.each<{ why: string; route: Partial<RouteDefinition>; takes: boolean }>([
    { why: 'watch and rule named', route: { watches: ['us-forces'], rules: ['casualties'] }, takes: true },
    { why: 'another watch', route: { watches: ['shipping'] }, takes: false },
    { why: 'another rule', route: { rules: ['surge'] }, takes: false },
    { why: 'a receiver nobody knows', route: { to: 'pager' }, takes: false },
  ])('$why', ({ route, takes }) => {
    const routes = [{ to: 'desk', tell: all, send: 'now' as const, ...route }];
    expect(routingOf(transitionOf(), 3, { routes, receivers: sampleReceivers }).now).toEqual(takes ? ['desk'] : []);
  });

  it('tells a receiver once where several routes name it, at once rather than in a digest', () => {
    const routes: RouteDefinition[] = [
      { to: 'desk', tell: all, send: 'daily', at: '07:00' },
      { to: 'desk', tell: all, send: 'now' },
      { to: 'desk', tell: all, send: 'now' },
    ];
    expect(routingOf(transitionOf(), 3, { routes, receivers: sampleReceivers })).toEqual({
      now: ['desk'],
      daily: [],
      not: ['phone'],
    });
  });
});
