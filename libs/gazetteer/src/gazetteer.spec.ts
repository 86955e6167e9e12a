import { ACTORS } from './data/actors.js';
import { SITES } from './data/sites.js';
import { countryCodes, createGazetteer, normaliseName } from './index.js';

const shipped = createGazetteer({});

describe('actor names', () => {
  it.each([
    { why: 'an id is its own name', text: 'actor:kataib-hezbollah', id: 'actor:kataib-hezbollah' },
    { why: 'case does not matter, in ids neither', text: 'ACTOR:Kataib-Hezbollah', id: 'actor:kataib-hezbollah' },
    { why: 'an apostrophe is no letter', text: 'Kata’ib Hezbollah', id: 'actor:kataib-hezbollah' },
    { why: 'another transliteration is an alias', text: "Kata'ib Hizballah", id: 'actor:kataib-hezbollah' },
    { why: 'the Iraqi group is not the Lebanese one', text: 'Hezbollah', id: 'actor:hezbollah' },
    { why: 'the article may be missing', text: 'Harakat Nujaba', id: 'actor:nujaba' },
    {
      why: 'spaces and line breaks are one',
      text: '  Islamic   Resistance\nin Iraq ',
      id: 'actor:islamic-resistance-in-iraq',
    },
    { why: 'Arabic spellings are names too', text: 'كتائب حزب الله', id: 'actor:kataib-hezbollah' },
    { why: 'a data set’s form of a name', text: 'Military Forces of the United States', id: 'actor:usa-mil' },
    { why: 'dots in an abbreviation part letters', text: 'U.S. military', id: 'actor:usa-mil' },
    {
      why: 'the Quds Force is not the Palestinian Quds Brigades',
      text: 'Al-Quds Brigades',
      id: 'actor:saraya-al-quds',
    },
    { why: 'an unknown name stays unknown', text: 'Brigade of Nobody', id: undefined },
    { why: 'an empty text names nobody', text: ' - ', id: undefined },
    { why: 'a property of every object names nobody', text: '__proto__', id: undefined },
    { why: 'a long text is no name', text: 'Hamas '.repeat(100), id: undefined },
  ])('$why', ({ text, id }) => expect(shipped.actorId(text)).toBe(id));

  it('are shown, and an unknown id is shown as it is', () => {
    expect(shipped.actorName('actor:irgc')).toBe('IRGC');
    expect(shipped.actorName('actor:nobody')).toBe('actor:nobody');
  });
});

describe('site names', () => {
  it.each([
    { why: 'as most reports write it', text: 'al-Asad air base', id: 'site:al-asad' },
    { why: 'with the spring', text: 'Ain al-Assad airbase', id: 'site:al-asad' },
    { why: 'in its country', text: 'Al Asad', country: 'IQ', id: 'site:al-asad' },
    { why: 'not in another country', text: 'Al Asad', country: 'SY', id: undefined },
    { why: 'with a town behind it', text: 'K-1 base, Kirkuk', id: 'site:k-1' },
    { why: 'a town is not the base near it', text: 'Erbil', id: undefined },
    { why: 'a city is not its embassy', text: 'Baghdad', id: undefined },
    {
      why: 'the support centre is not the airport',
      text: 'diplomatic support centre, Baghdad airport',
      id: 'site:baghdad-support-centre',
    },
    { why: 'with a hyphen', text: 'Tower-22', country: 'JO', id: 'site:tower-22' },
    { why: 'by ICAO indicator', text: 'ORBI', id: 'site:baghdad-airport' },
    { why: 'with and without a dot on the capital I', text: 'İncirlik', id: 'site:incirlik' },
  ])('$why', ({ text, country, id }) => expect(shipped.siteId(text, country)).toBe(id));
});

describe('the operator’s names', () => {
  const own = createGazetteer({
    actors: {
      'actor:irgc': { name: 'Revolutionary Guards (IRGC)', aliases: ['the Corps'] },
      'actor:our-militia': { name: 'Our Militia', aliases: ['Hashd'] },
    },
    sites: {
      'site:hq': { name: 'Head Office', country: 'JO', aliases: ['al-Asad'] },
      'site:anywhere': { aliases: ['The Depot'] },
    },
  });

  it.each([
    { why: 'an added alias leads to a shipped actor', got: own.actorId('THE CORPS'), is: 'actor:irgc' },
    { why: 'shipped aliases stay', got: own.actorId('Sepah'), is: 'actor:irgc' },
    { why: 'a name given is the name shown', got: own.actorName('actor:irgc'), is: 'Revolutionary Guards (IRGC)' },
    { why: 'an alias taken from a shipped actor is taken', got: own.actorId('Hashd'), is: 'actor:our-militia' },
    {
      why: 'a site with a name known in another country is told by country',
      got: own.siteId('al-Asad', 'JO'),
      is: 'site:hq',
    },
    { why: 'the shipped one too', got: own.siteId('al-Asad', 'IQ'), is: 'site:al-asad' },
    { why: 'without a country the name is ambiguous and names neither', got: own.siteId('al-Asad'), is: undefined },
    { why: 'a site without a country fits every country', got: own.siteId('the depot', 'IQ'), is: 'site:anywhere' },
    { why: 'a site without a name shows its id', got: own.siteName('site:anywhere'), is: 'site:anywhere' },
  ])('$why', ({ got, is }) => expect(got).toBe(is));

  it('give the same answers in whatever order they are written', () => {
    const claimed = { 'actor:b': { aliases: ['Shared'] }, 'actor:a': { aliases: ['Shared'] } };
    const turned = Object.fromEntries(Object.entries(claimed).reverse());
    expect(createGazetteer({ actors: claimed }).actorId('shared')).toBe('actor:a');
    expect(createGazetteer({ actors: turned }).actorId('shared')).toBe('actor:a');
  });
});

describe('the shipped data', () => {
  it.each([
    { what: 'actors', records: ACTORS, find: (text: string) => shipped.actorId(text) },
    { what: 'sites', records: SITES, find: (text: string) => shipped.siteId(text) },
  ])('gives each name of $what to one owner', ({ records, find }) => {
    for (const record of records) {
      for (const text of [record.id, record.name, ...record.aliases]) {
        expect({ text, id: find(text) }).toEqual({ text, id: record.id });
      }
    }
  });

  it('has each id once', () => {
    const ids = [...ACTORS, ...SITES].map((record) => record.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^(actor|site):[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('names countries that exist', () => {
    const codes = new Set(countryCodes());
    for (const { country } of [...ACTORS, ...SITES]) if (country !== undefined) expect(codes).toContain(country);
  });

  it.each([
    ['JO', 'Jordan'],
    ['PS', 'Palestine'],
    ['TR', 'Türkiye'],
    ['ZZ', 'ZZ'],
    ['constructor', 'constructor'],
  ])('calls %s %s', (code, name) => expect(shipped.countryName(code)).toBe(name));
});

describe('normaliseName', () => {
  it.each([
    ['al-Ḥarīr  Air-Base', 'harir air base'],
    ['Sana’a', 'sanaa'],
    ['Al', 'al'],
    ['<b>Erbil</b>', 'b erbil b'],
    ['\u0000', ''],
  ])('turns %j into %j', (text, normal) => expect(normaliseName(text)).toBe(normal));
});
