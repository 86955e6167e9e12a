/** What an incident is. */
export const KINDS = [
  'attack',
  'salvo',
  'disrupted_attack',
  'intercept_only',
  'strike',
  'retaliatory_strike',
  'clash',
  'abduction',
  'detention',
  'sabotage',
  'cyber',
  'maritime_attack',
  'vessel_seizure',
  'airspace_violation',
  'storming',
  'protest',
  'threat',
  'warning',
  'advisory',
  'ultimatum',
  'force_posture',
  'sanction',
  'diplomatic_protest',
  'recall',
  'expulsion',
  'negotiation',
  'mediation',
  'agreement',
  'ceasefire',
  'ceasefire_violation',
  'deescalation_statement',
  'denial',
  'claim',
  'casualty_update',
  'count_statement',
  'other',
] as const;
export type Kind = (typeof KINDS)[number];

/** How an incident was carried out. */
export const TACTICS = [
  'rocket',
  'mortar',
  'artillery',
  'ballistic_missile',
  'cruise_missile',
  'anti_ship_missile',
  'one_way_drone',
  'armed_drone',
  'naval_drone',
  'airstrike',
  'drone_strike',
  'ied',
  'vbied',
  'suicide_attack',
  'small_arms',
  'rpg',
  'grenade',
  'mine',
  'air_defence',
  'sniper',
  'arson',
  'cyber',
  'assassination',
  'chemical',
  'other',
  'unknown',
] as const;
export type Tactic = (typeof TACTICS)[number];

/** What drives a development. */
export const DRIVERS = [
  'sanctions',
  'nuclear',
  'gaza_spillover',
  'leader_killing',
  'territorial',
  'maritime_access',
  'detention',
  'elections',
  'religious_date',
  'withdrawal_talks',
  'proxy_rivalry',
  'other',
] as const;
export type Driver = (typeof DRIVERS)[number];

/** What an actor is. */
export const ACTOR_TYPES = [
  'state_forces',
  'state',
  'state_paramilitary',
  'rebel_group',
  'militia',
  'identity_militia',
  'umbrella_or_front',
  'igo',
  'ngo',
  'civilians',
  'private',
  'unknown',
] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];

/** What a site is. */
export const SITE_TYPES = [
  'airbase',
  'outpost',
  'embassy',
  'logistics_site',
  'oil_gas',
  'port',
  'vessel',
  'airport',
  'power',
  'government',
  'camp',
  'hospital',
  'aid_site',
  'other',
] as const;
export type SiteType = (typeof SITE_TYPES)[number];

/** How far a report is borne out; `retracted` takes the incident back. */
export const STATUSES = ['reported', 'corroborated', 'confirmed', 'disputed', 'retracted'] as const;
export type Status = (typeof STATUSES)[number];

/** How finely the time of an incident is known. */
export const TIME_PRECISIONS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePrecision = (typeof TIME_PRECISIONS)[number];

/** Whose casualties a figure counts. */
export const SIDES = ['target_forces', 'contractor', 'civilian', 'perpetrator', 'partner_forces', 'unknown'] as const;
export type Side = (typeof SIDES)[number];

/** How a number is meant. */
export const QUALIFIERS = ['exact', 'at_least', 'more_than', 'approximately', 'up_to', 'unknown'] as const;
export type Qualifier = (typeof QUALIFIERS)[number];

/** What an actor has to do with an incident. */
export const ROLES = ['perpetrator', 'target', 'victim', 'launch_territory', 'mediator', 'speaker', 'host'] as const;
export type Role = (typeof ROLES)[number];

/** What an incident is to another. */
export const LINK_TYPES = [
  'retaliates_for',
  'responds_to',
  'warned_by',
  'claims',
  'denies',
  'duplicates',
  'part_of_salvo',
  'same_campaign',
  'ends',
] as const;
export type LinkType = (typeof LINK_TYPES)[number];

/** What is said or threatened, where nothing happened yet. */
export const SIGNAL_KINDS = [
  'threat',
  'warning',
  'ultimatum',
  'advisory',
  'negotiation',
  'ceasefire',
  'deescalation',
  'sanction',
  'posture',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];
