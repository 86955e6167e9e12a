import { FACETS, type Facet } from '@barometer/incident';
import { z } from 'zod';
import { oneOrMore } from './scalars.js';

const ABOUT: Readonly<Record<Facet, readonly [string, unknown]>> = {
  country: ['ISO 3166-1 codes, or names', ['IQ', 'SY', 'none']],
  admin1: ['ISO 3166-2 codes', 'IQ-AN'],
  place: ['Names of places, as reports give them', 'Tower 22'],
  site: ['Site ids, names or aliases', 'al-Asad air base'],
  kind: ['Kinds of incident', ['attack', 'salvo']],
  tactic: ['How it was carried out', ['rocket', 'one_way_drone']],
  driver: ['What drives it', 'gaza_spillover'],
  target: ['Actors aimed at: ids, names or aliases', 'actor:usa-mil'],
  perpetrator: ['Actors that did it: ids, names or aliases', 'actor:houthi'],
  claimant: ['Actors that say it was them, until they take it back: ids, names or aliases', 'actor:kataib-hezbollah'],
  accused: ['Actors whom somebody holds responsible: ids, names or aliases', 'actor:irgc'],
  denier: ['Actors that say it was not them: ids, names or aliases', 'actor:iran-gov'],
  actor: ['Actors in any role: ids, names or aliases', 'actor:sdf'],
  dataset: ['Datasets the report came in', 'founding-region'],
};

const facets = Object.fromEntries(
  FACETS.map((facet) => [
    facet,
    oneOrMore.meta({ description: ABOUT[facet][0], samples: [ABOUT[facet][1]] }).optional(),
  ]),
) as Record<Facet, z.ZodOptional<typeof oneOrMore>>;

/** Keys AND, lists OR, `not` negates; `none` stands for an absent field. */
export const filterSchema = z.strictObject({
  ...facets,
  not: z
    .strictObject(facets)
    .meta({
      description: 'Fields an incident must not have; holds where the field is absent',
      samples: [{ tactic: 'cyber' }],
    })
    .optional(),
});

export type RawFilter = z.infer<typeof filterSchema>;
