// Generated from schemas/ by `npm run generate`; edits are lost.

/** An instant in UTC, milliseconds since 1970. */
export type EpochMs = number;
/** A decimal number with exactly as many places as its contract says, for example `"1054.0000"`. */
export type Decimal = string;

/** Attributes of the account were corrected or lost their value; null says nothing about an attribute. */
export interface AccountAmended {
  type: 'account.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account. */
  account_id: string;
  /** Corrected creation time, UTC. */
  created_at: null | EpochMs;
  /** Display name. */
  name: null | string;
  /** Market segment. */
  segment: null | string;
  /** Sales region. */
  region: null | string;
  /** The rep who owns it from `effective_at` on; null says nothing. */
  rep_id: null | string;
  /** event_id of a became_customer or churned event of this account that was wrong; it is as if never said. */
  retracts: null | string;
  /** From when on `rep_id` owns it, UTC; null: from `occurred_at` on. */
  effective_at: null | EpochMs;
  /** Source of the event that `retracts` names; null: the source of this one. */
  retracts_source: null | string;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** The account became a customer: a spell starts. While it already is one, this changes nothing. */
export interface AccountBecameCustomer {
  type: 'account.became_customer';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account. */
  account_id: string;
  /** Start of the spell, UTC. */
  customer_since: EpochMs;
  /** event_id of an earlier became_customer or churned event of this account that this one corrects; that one is as if never said. */
  replaces: null | string;
  /** Source of the event that `replaces` names; null: the source of this one. */
  replaces_source: null | string;
}

/** The customer left: the spell ends. For an account that is no customer, this changes nothing. */
export interface AccountChurned {
  type: 'account.churned';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account. */
  account_id: string;
  /** End of the spell, UTC. */
  churned_at: EpochMs;
  /** Why it left, for example `price`. */
  reason: null | string;
  /** event_id of an earlier became_customer or churned event of this account that this one corrects; that one is as if never said. */
  replaces: null | string;
  /** Source of the event that `replaces` names; null: the source of this one. */
  replaces_source: null | string;
}

/** An account (a company or household) came into the CRM. */
export interface AccountCreated {
  type: 'account.created';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account. */
  account_id: string;
  /** When it was created, UTC. */
  created_at: EpochMs;
  /** Display name. */
  name: null | string;
  /** Market segment, for example `enterprise`. */
  segment: null | string;
  /** Sales region. */
  region: null | string;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
}

/** The account is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface AccountErased {
  type: 'account.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account; its id alone is kept, and should name nobody. */
  account_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** The account never was, or was merged into another. An account.created or account.became_customer that ranks higher brings it back. */
export interface AccountRemoved {
  type: 'account.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account. */
  account_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
  /** The account that it was merged into: its spells as a customer count with that one. */
  merged_into: null | string;
}

/** Attributes of an activity were corrected or lost their value; null says nothing. To move an activity in time, remove it and log it again. */
export interface ActivityAmended {
  type: 'activity.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The activity; its identity is (performed_at, activity_id). */
  activity_id: string;
  /** When it was done, or came in, UTC; places the activity and is part of its identity. */
  performed_at: EpochMs;
  /** Corrected kind. */
  kind: null | 'email_sent' | 'email_request' | 'web_request' | 'meeting' | 'demo' | 'proposal' | 'catalogue_mailed' | 'workshop' | 'referral' | 'note';
  /** Corrected quantity. */
  quantity: null | number;
  /** Corrected rep. */
  rep_id: null | string;
  /** Corrected account. */
  account_id: null | string;
  /** Corrected deal. */
  deal_id: null | string;
  /** Corrected lead. */
  lead_id: null | string;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** The activity is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface ActivityErased {
  type: 'activity.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The activity; its id alone is kept, and should name nobody. */
  activity_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** A rep did something for somebody, or somebody asked: an e-mail, a meeting, a demo, a proposal. Calls have events of their own. `performed_at` is part of the identity of the activity. */
export interface ActivityLogged {
  type: 'activity.logged';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The activity; its identity is (performed_at, activity_id). */
  activity_id: string;
  /** When it was done, or came in, UTC; places the activity and is part of its identity. */
  performed_at: EpochMs;
  /** What was done; `email_request` and `web_request` are what came in. */
  kind: 'email_sent' | 'email_request' | 'web_request' | 'meeting' | 'demo' | 'proposal' | 'catalogue_mailed' | 'workshop' | 'referral' | 'note';
  /** How many people or things it was about, as the prospects of a workshop; null: one. */
  quantity: null | number;
  /** The rep who did it; null says nothing. */
  rep_id: null | string;
  /** The account that it was for. */
  account_id: null | string;
  /** The deal that it was for. */
  deal_id: null | string;
  /** The lead that it was for. */
  lead_id: null | string;
}

/** The activity never was. An activity.logged with a higher source_version brings it back. */
export interface ActivityRemoved {
  type: 'activity.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The activity; its identity is (performed_at, activity_id). */
  activity_id: string;
  /** When it was done, or came in, UTC; places the activity and is part of its identity. */
  performed_at: EpochMs;
}

/** Attributes of a call were corrected or lost their value; null says nothing. To move a call in time, remove it and log it again. */
export interface CallAmended {
  type: 'call.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The call. */
  call_id: string;
  /** The start of the call as logged, UTC: it names the call. */
  started_at: EpochMs;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** Corrected direction. */
  direction: null | 'inbound' | 'outbound';
  /** Corrected outcome. */
  outcome: null | 'connected' | 'voicemail' | 'no_answer' | 'busy' | 'failed';
  /** Corrected talk time in ms. */
  duration_ms: null | number;
  /** Corrected channel. */
  channel: null | string;
  /** Corrected account. */
  account_id: null | string;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** The call is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface CallErased {
  type: 'call.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The call; its id alone is kept, and should name nobody. */
  call_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** A call was made or taken. `started_at` is part of the identity of the call. */
export interface CallLogged {
  type: 'call.logged';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The call; its identity is (started_at, call_id). */
  call_id: string;
  /** When it started, UTC; places the call and is part of its identity. */
  started_at: EpochMs;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** Who called whom, seen from the office. */
  direction: 'inbound' | 'outbound';
  /** `connected` means two people spoke. */
  outcome: 'connected' | 'voicemail' | 'no_answer' | 'busy' | 'failed';
  /** Talk time in ms; 0 when nobody spoke. */
  duration_ms: number;
  /** `phone`, `video`, … of the call. */
  channel: string;
  /** The account called. */
  account_id: null | string;
}

/** The call never was. A call.logged with a higher source_version brings it back. */
export interface CallRemoved {
  type: 'call.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The call. */
  call_id: string;
  /** The start of the call as logged, UTC: it names the call. */
  started_at: EpochMs;
}

/** Attributes of a campaign were corrected, filled in, or lost their value; null says nothing. */
export interface CampaignAmended {
  type: 'campaign.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** Corrected time of planning, UTC. */
  created_at: null | EpochMs;
  /** The rep who owns it from `effective_at` on; null says nothing. */
  rep_id: null | string;
  /** Display name. */
  name: null | string;
  /** Where it runs, for example `search` or `trade_fair`. */
  channel: null | string;
  /** From when on it runs, UTC. */
  starts_at: null | EpochMs;
  /** Until when it runs, UTC. */
  ends_at: null | EpochMs;
  /** From when on `rep_id` owns it, UTC; null: from `occurred_at` on. */
  effective_at: null | EpochMs;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** A campaign was planned. */
export interface CampaignCreated {
  type: 'campaign.created';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** When, UTC. */
  created_at: EpochMs;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** Display name. */
  name: null | string;
  /** Where it runs, for example `search` or `trade_fair`. */
  channel: null | string;
  /** From when on it runs, UTC. */
  starts_at: null | EpochMs;
  /** Until when it runs, UTC. */
  ends_at: null | EpochMs;
}

/** The campaign never was, nor what was spent on it, nor whom it touched; or it was merged into another. A campaign.created with a higher source_version brings it back. */
export interface CampaignRemoved {
  type: 'campaign.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
  /** The campaign that it was merged into: what was spent on it and what refers to it count with that one. */
  merged_into: null | string;
}

/** An expense was taken back; a campaign.spent with its spend_id and a higher source_version brings it back. */
export interface CampaignSpendRemoved {
  type: 'campaign.spend_removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** The expense, by its id at the vendor. */
  spend_id: string;
  /** When it was taken back, UTC. */
  removed_at: EpochMs;
}

/** Money was spent on the campaign. Told again under one spend_id, or by one source under one event id, the later statement corrects the earlier. */
export interface CampaignSpent {
  type: 'campaign.spent';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** When, UTC; of a bill for a time, when that began. */
  spent_at: EpochMs;
  /** How much, in `currency`; below zero is money back. */
  amount: Decimal;
  /** ISO 4217 code of `amount`. */
  currency: string;
  /** The expense, by its id at the vendor. */
  spend_id: null | string;
}

/** A touch was taken back; a campaign.touched with its touch_id and a higher source_version brings it back. */
export interface CampaignTouchRemoved {
  type: 'campaign.touch_removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** The touch, by its id at the vendor. */
  touch_id: string;
  /** When it was taken back, UTC. */
  removed_at: EpochMs;
}

/** The campaign touched somebody: a click, an answer, a visit. Names a lead, a deal or an account, at least one. Told again under one touch_id, or by one source under one event id, the later statement corrects the earlier. */
export interface CampaignTouched {
  type: 'campaign.touched';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The campaign. */
  campaign_id: string;
  /** When, UTC. */
  touched_at: EpochMs;
  /** The touch, by its id at the vendor. */
  touch_id: null | string;
  /** The lead that was touched. */
  lead_id: null | string;
  /** The deal that was touched. */
  deal_id: null | string;
  /** The account that was touched; kept as it is told, no deal is of it by that. */
  account_id: null | string;
}

/** Attributes of a deal were corrected, filled in, or lost their value; null says nothing. */
export interface DealAmended {
  type: 'deal.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal. */
  deal_id: string;
  /** Corrected opening, UTC. */
  opened_at: null | EpochMs;
  /** Corrected closing, UTC; corrects the closing that stands and does not close an open deal. */
  closed_at: null | EpochMs;
  /** The rep who owns it from `effective_at` on; null says nothing. */
  rep_id: null | string;
  /** The account. */
  account_id: null | string;
  /** The pipeline. */
  pipeline: null | string;
  /** Its stage. */
  stage: null | string;
  /** What is to be sold. */
  product: null | string;
  /** Where the lead came from. */
  lead_source: null | string;
  /** Amount, in `currency`. */
  amount: null | Decimal;
  /** ISO 4217 code of `amount`. */
  currency: null | string;
  /** From when on `rep_id` owns it, UTC; null: from `occurred_at` on. */
  effective_at: null | EpochMs;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
  /** The campaign that it came of. */
  campaign_id: null | string;
  /** The day on which it is expected to be closed, `2026-06-30`, by the calendar of whoever asks. */
  expected_close: null | string;
  /** The lead that it came of. */
  lead_id: null | string;
}

/** A deal was won or lost. */
export interface DealClosed {
  type: 'deal.closed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal. */
  deal_id: string;
  /** When, UTC. */
  closed_at: EpochMs;
  /** How it ended. */
  outcome: 'won' | 'lost';
  /** Closed amount, in `currency`. */
  amount: null | Decimal;
  /** ISO 4217 code of `amount`. */
  currency: null | string;
  /** Why it was won or lost. */
  reason: null | string;
  /** The rep who closed it; null: the one who owned it then. */
  rep_id: null | string;
}

/** The deal is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface DealErased {
  type: 'deal.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal; its id alone is kept, and should name nobody. */
  deal_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** A deal (opportunity) entered the pipeline. */
export interface DealOpened {
  type: 'deal.opened';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal. */
  deal_id: string;
  /** When it entered the pipeline, UTC. */
  opened_at: EpochMs;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** The account it is with. */
  account_id: null | string;
  /** The pipeline, where a CRM has several. */
  pipeline: null | string;
  /** Its stage. */
  stage: null | string;
  /** What is to be sold. */
  product: null | string;
  /** Where the lead came from. */
  lead_source: null | string;
  /** Expected amount, in `currency`. */
  amount: null | Decimal;
  /** ISO 4217 code of `amount`. */
  currency: null | string;
  /** The campaign that it came of. */
  campaign_id: null | string;
  /** The day on which it is expected to be closed, `2026-06-30`, by the calendar of whoever asks. */
  expected_close: null | string;
  /** The lead that it came of. */
  lead_id: null | string;
}

/** The deal never was, or was merged into another. A deal.opened with a higher source_version brings it back. */
export interface DealRemoved {
  type: 'deal.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal. */
  deal_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
  /** The deal that it was merged into: it counts nowhere itself, and that one as its own events say. */
  merged_into: null | string;
}

/** A closed deal is open again: it is neither won nor lost until it closes once more. */
export interface DealReopened {
  type: 'deal.reopened';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal. */
  deal_id: string;
  /** When it was reopened, UTC. */
  reopened_at: EpochMs;
  /** The stage it went back to. */
  stage: null | string;
}

/** An open deal moved to another stage. */
export interface DealStageChanged {
  type: 'deal.stage_changed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The deal. */
  deal_id: string;
  /** When its stage changed, UTC. */
  changed_at: EpochMs;
  /** The stage it is in from then on. */
  stage: string;
}

/** Attributes of a lead were corrected, filled in, or lost their value; null says nothing. */
export interface LeadAmended {
  type: 'lead.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** Corrected time of coming in, UTC. */
  created_at: null | EpochMs;
  /** The rep who owns it from `effective_at` on; null says nothing. */
  rep_id: null | string;
  /** Display name of whoever it is. */
  name: null | string;
  /** Where it came from, for example `web` or `referral`. */
  lead_source: null | string;
  /** Market segment, for example `enterprise`. */
  segment: null | string;
  /** Sales region. */
  region: null | string;
  /** The campaign that it came of. */
  campaign_id: null | string;
  /** From when on `rep_id` owns it, UTC; null: from `occurred_at` on. */
  effective_at: null | EpochMs;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** A contact was taken back; a lead.contacted with its contact_id and a higher source_version brings it back. */
export interface LeadContactRemoved {
  type: 'lead.contact_removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** The contact, by its id at the vendor. */
  contact_id: string;
  /** When it was taken back, UTC. */
  removed_at: EpochMs;
}

/** A rep got in touch with the lead. The first contact is its follow-up. Told again under one contact_id, or by one source under one event id, the later statement corrects the earlier. */
export interface LeadContacted {
  type: 'lead.contacted';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When, UTC. */
  contacted_at: EpochMs;
  /** The rep who did; null: the one who owned it then. */
  rep_id: null | string;
  /** The contact, by its id at the vendor. */
  contact_id: null | string;
}

/** The lead became a deal or an account. Said again, the later statement corrects the earlier. */
export interface LeadConverted {
  type: 'lead.converted';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When, UTC. */
  converted_at: EpochMs;
  /** The deal that it became. */
  deal_id: null | string;
  /** The account that it became. */
  account_id: null | string;
}

/** Somebody showed interest: a lead came in. */
export interface LeadCreated {
  type: 'lead.created';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When it came in, UTC. */
  created_at: EpochMs;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** Display name of whoever it is. */
  name: null | string;
  /** Where it came from, for example `web` or `referral`. */
  lead_source: null | string;
  /** Market segment, for example `enterprise`. */
  segment: null | string;
  /** Sales region. */
  region: null | string;
  /** The campaign that it came of. */
  campaign_id: null | string;
}

/** The lead was given up. Said again, the later statement corrects the earlier. */
export interface LeadDisqualified {
  type: 'lead.disqualified';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When, UTC. */
  disqualified_at: EpochMs;
  /** Why it was given up. */
  reason: null | string;
}

/** The lead is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface LeadErased {
  type: 'lead.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead; its id alone is kept, and should name nobody. */
  lead_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** The lead was found to be worth pursuing. Said again, the later statement corrects the earlier. */
export interface LeadQualified {
  type: 'lead.qualified';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When, UTC. */
  qualified_at: EpochMs;
}

/** The lead never was, or was merged into another. A lead.created with a higher source_version brings it back. */
export interface LeadRemoved {
  type: 'lead.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
  /** The lead that it was merged into: it counts nowhere itself, and that one as its own events say. */
  merged_into: null | string;
}

/** A lead that was converted or disqualified is neither: it is taken up again, or that was a mistake. */
export interface LeadReopened {
  type: 'lead.reopened';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The lead. */
  lead_id: string;
  /** When, UTC. */
  reopened_at: EpochMs;
}

/** An office was created or changed. */
export interface OfficeUpdated {
  type: 'office.updated';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The office. */
  office_id: string;
  /** Its name as people say it. */
  name: string;
  /** Its IANA time zone, for example `Asia/Kathmandu`. */
  zone: string;
}

/** Attributes of an order were corrected; null says nothing. To move an order in time, remove it and place it again. */
export interface OrderAmended {
  type: 'order.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The order; its identity is (placed_at, order_id). */
  order_id: string;
  /** When it was placed, UTC; places the order and is part of its identity. */
  placed_at: EpochMs;
  /** Corrected account. */
  account_id: null | string;
  /** Corrected rep. */
  rep_id: null | string;
  /** Corrected currency of all amounts. */
  currency: null | string;
  /** All lines as they are now, in place of all that there were. */
  lines: null | readonly { readonly product: string; readonly quantity: number; readonly amount: Decimal }[];
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** The order is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface OrderErased {
  type: 'order.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The order, whenever it was placed; its id alone is kept, and should name nobody. */
  order_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** A customer ordered something. `placed_at` is part of the identity of the order. */
export interface OrderPlaced {
  type: 'order.placed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The order; its identity is (placed_at, order_id). */
  order_id: string;
  /** When it was placed, UTC; places the order and is part of its identity. */
  placed_at: EpochMs;
  /** The account that ordered. */
  account_id: null | string;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** ISO 4217 code of all amounts. */
  currency: string;
  /** What was ordered, a line each; a product may have several. */
  lines: readonly { readonly product: string; readonly quantity: number; readonly amount: Decimal }[];
}

/** The order never was. An order.placed with a higher source_version brings it back. */
export interface OrderRemoved {
  type: 'order.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The order; its identity is (placed_at, order_id). */
  order_id: string;
  /** When it was placed, UTC; places the order and is part of its identity. */
  placed_at: EpochMs;
}

/** What was said of a product holds no more, or it was merged into another. What was sold of it stays sold. A product.updated that ranks higher brings it back. */
export interface ProductRemoved {
  type: 'product.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The product. */
  product_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
  /** The product that it was merged into: what was sold of it counts with that one. */
  merged_into: null | string;
}

/** A product was created or changed; all that is known of it, in place of what was said before. */
export interface ProductUpdated {
  type: 'product.updated';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The product, as deals and lines of orders name it. */
  product_id: string;
  /** Its name as people say it. */
  name: string;
  /** What it belongs to: a product family, type or line. Null: to none. */
  category: null | string;
}

/** The rate of a day was wrong and is none: the one before it goes on. A rate.updated of that day with a higher source_version brings one back. */
export interface RateRemoved {
  type: 'rate.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The pair of currencies, for example `EUR/USD`. */
  rate_id: string;
  /** The day of the rate that is removed, `2026-03-02`. */
  effective_from: string;
  /** When it was taken back, UTC. */
  removed_at: EpochMs;
}

/** What one of a currency is worth in another from a day on, until the next such statement of the two. */
export interface RateUpdated {
  type: 'rate.updated';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The pair of currencies, for example `EUR/USD`: one of the first is worth `rate` of the second. */
  rate_id: string;
  /** The day from which it holds, `2026-03-02`: that of whoever counts with it, in their zone. */
  effective_from: string;
  /** How much of the second currency one of the first is; above 0. */
  rate: Decimal;
}

/** The rep is to be forgotten, as GDPR art. 17 wants it. Whatever was or will be said of the rep is kept without the name, whichever version it has; what the rep did counts as before, under the id alone. */
export interface RepErased {
  type: 'rep.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The rep; its id alone is kept, and should name nobody. */
  rep_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** A rep joined, moved to another office or team, or was renamed; in force from `effective_from` until the next such statement. Two statements with one `effective_from` are versions of the same one. */
export interface RepUpdated {
  type: 'rep.updated';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The rep. */
  rep_id: string;
  /** From when office and team hold, UTC. A fact of this rep at or after this instant counts for them. */
  effective_from: EpochMs;
  /** Display name; personal data lives only in reference events. */
  name: string;
  /** The office of the rep from then on. */
  office_id: string;
  /** The team of the rep from then on; empty for none. */
  team: string;
}

/** When work is done: the hours of a week and the days off; in force from `effective_from` until the next such statement, whole. A ticket goes by the schedule that it names, else by that whose id is its office, else by `default`. */
export interface ScheduleUpdated {
  type: 'schedule.updated';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The schedule: any name, the id of an office, or `default`. */
  schedule_id: string;
  /** From when it holds, UTC. A ticket opened at or after this instant goes by it to its end. */
  effective_from: EpochMs;
  /** IANA time zone of its hours and days, for example `Asia/Kathmandu`. */
  zone: string;
  /** Hours of each week in which work is done; a day with a break has two of them. Null: there are none, and nothing is counted by them. */
  hours: null | readonly { readonly weekday: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'; readonly opens: string; readonly closes: string }[];
  /** Days on which nobody works, `2026-12-25`, from midnight to midnight. */
  holidays: null | readonly string[];
}

/** The customer was handed over to another rep, or a statement about its subscriptions was wrong; null says nothing. */
export interface SubscriptionAmended {
  type: 'subscription.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The customer; its subscriptions add up, and are one entity. */
  account_id: string;
  /** The rep who has the customer from `effective_at` on; null says nothing. */
  rep_id: null | string;
  /** From when on `rep_id` has it, UTC; null: from `occurred_at` on. */
  effective_at: null | EpochMs;
  /** event_id of a changed or ended event of this customer that was wrong; it is as if never said. */
  retracts: null | string;
  /** Source of the event that `retracts` names; null: the source of this one. */
  retracts_source: null | string;
  /** Fields that have no value any more; a field that is neither here nor has a value says nothing. */
  cleared: null | readonly string[];
}

/** From an instant on a subscription brings in so much a month: it began, its price or number of seats changed, it was paused (0) or goes on. */
export interface SubscriptionChanged {
  type: 'subscription.changed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The customer; its subscriptions add up, and are one entity. */
  account_id: string;
  /** The subscription, one of the customer's. */
  subscription_id: string;
  /** From when on it does, UTC. */
  effective_at: EpochMs;
  /** What it brings in a month, in `currency`: a yearly price ÷ 12, without one-time fees; 0 while it is paused or free. */
  mrr: Decimal;
  /** ISO 4217 code of `mrr`. */
  currency: string;
  /** What is subscribed to. */
  plan: null | string;
  /** The rep who has the customer from `effective_at` on; null says nothing. */
  rep_id: null | string;
  /** event_id of an earlier changed or ended event of this customer that this one corrects; that one is as if never said. */
  replaces: null | string;
  /** Source of the event that `replaces` names; null: the source of this one. */
  replaces_source: null | string;
}

/** A subscription ended: from then on it brings in nothing. */
export interface SubscriptionEnded {
  type: 'subscription.ended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The customer; its subscriptions add up, and are one entity. */
  account_id: string;
  /** The subscription, one of the customer's. */
  subscription_id: string;
  /** When it ended, UTC; not when notice was given. */
  ended_at: EpochMs;
  /** Why it ended, for example `price`. */
  reason: null | string;
  /** event_id of an earlier changed or ended event of this customer that this one corrects; that one is as if never said. */
  replaces: null | string;
  /** Source of the event that `replaces` names; null: the source of this one. */
  replaces_source: null | string;
}

/** The subscriptions of the account are to be forgotten, as GDPR art. 17 wants it. They count nowhere, and whatever else was or will be said of them is not kept, whichever version it has: nothing brings them back. */
export interface SubscriptionErased {
  type: 'subscription.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The account whose subscriptions they are; its id alone is kept, and should name nobody. */
  account_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** The subscription never was. A subscription.changed with a higher source_version brings it back. */
export interface SubscriptionRemoved {
  type: 'subscription.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The customer; its subscriptions add up, and are one entity. */
  account_id: string;
  /** The subscription, one of the customer's. */
  subscription_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
}

/** A survey was answered. A further answer with a higher source_version replaces the first. */
export interface SurveyAnswered {
  type: 'survey.answered';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The invitation that was answered. */
  survey_id: string;
  /** When it was answered, UTC. */
  answered_at: EpochMs;
  /** csat: 1-5; nps: 0-10; ces: 1-7. */
  kind: 'csat' | 'nps' | 'ces';
  /** Who answered. */
  respondent: 'customer' | 'vendor' | 'officer';
  /** The answer, on the scale of its kind. */
  score: number;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** The account that answered. */
  account_id: null | string;
}

/** The survey is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface SurveyErased {
  type: 'survey.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The survey; its id alone is kept, and should name nobody. */
  survey_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** The survey, and its answer, never was. A survey.sent or survey.answered that ranks higher brings it back. */
export interface SurveyRemoved {
  type: 'survey.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The invitation. */
  survey_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
}

/** A survey went out to one respondent. */
export interface SurveySent {
  type: 'survey.sent';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** This one invitation. */
  survey_id: string;
  /** When it was sent, UTC. */
  sent_at: EpochMs;
  /** csat: 1-5; nps: 0-10; ces: 1-7. */
  kind: 'csat' | 'nps' | 'ces';
  /** Who is asked. */
  respondent: 'customer' | 'vendor' | 'officer';
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** The account asked. */
  account_id: null | string;
}

/** Attributes of a ticket were corrected; null says nothing. */
export interface TicketAmended {
  type: 'ticket.amended';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** Corrected opening, UTC. */
  opened_at: null | EpochMs;
  /** Corrected channel. */
  channel: null | string;
  /** Corrected priority. */
  priority: null | string;
  /** Whose ticket it is. */
  account_id: null | string;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** Schedule by whose working time it is measured; null says nothing: that of its office, else `default`. */
  schedule_id: null | string;
  /** From when on it is assigned to `rep_id`, or to nobody if that is cleared, UTC; null means from `occurred_at`. */
  effective_at: null | EpochMs;
  /** Fields that have no value any more. */
  cleared: null | readonly string[];
}

/** The ticket is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back. */
export interface TicketErased {
  type: 'ticket.erased';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket; its id alone is kept, and should name nobody. */
  ticket_id: string;
  /** When it was asked to be forgotten, UTC. */
  erased_at: EpochMs;
}

/** Somebody asked for help. */
export interface TicketOpened {
  type: 'ticket.opened';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When it was opened, UTC. */
  opened_at: EpochMs;
  /** `email`, `chat`, `web`, … */
  channel: string;
  /** `low`, `normal`, `high`, `urgent`, … */
  priority: null | string;
  /** Whose ticket it is. */
  account_id: null | string;
  /** The rep who owns it; null says nothing. */
  rep_id: null | string;
  /** Who wrote the first message. The opening message is never a response. */
  opened_by: 'customer' | 'agent';
  /** Schedule by whose working time it is measured; null says nothing: that of its office, else `default`. */
  schedule_id: null | string;
}

/** The ticket waits for the customer or for others (pending, on hold). */
export interface TicketPaused {
  type: 'ticket.paused';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When, UTC. */
  paused_at: EpochMs;
}

/** The ticket never was (spam, test), or was merged into another. A ticket.opened with a higher source_version brings it back. */
export interface TicketRemoved {
  type: 'ticket.removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When it was removed, UTC. */
  removed_at: EpochMs;
  /** The ticket that it was merged into. */
  merged_into: null | string;
}

/** A resolved ticket is open again. */
export interface TicketReopened {
  type: 'ticket.reopened';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When it was reopened, UTC. */
  reopened_at: EpochMs;
}

/** The ticket was resolved. */
export interface TicketResolved {
  type: 'ticket.resolved';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When, UTC. */
  resolved_at: EpochMs;
  /** The rep who resolved it; null means whom it was assigned to then. */
  rep_id: null | string;
}

/** Somebody answered. Only public responses of human agents count as a response. Told again under one response_id, or by one source under one event id, the later statement corrects the earlier. */
export interface TicketResponded {
  type: 'ticket.responded';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When, UTC. */
  responded_at: EpochMs;
  /** The agent who answered. */
  rep_id: null | string;
  /** Human or machine. */
  author: 'agent' | 'bot';
  /** Whether the requester saw it. */
  visibility: 'public' | 'internal';
  /** The reply, by its id at the vendor. */
  response_id: null | string;
}

/** A response was taken back; a ticket.responded with its response_id and a higher source_version brings it back. */
export interface TicketResponseRemoved {
  type: 'ticket.response_removed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** The reply, by its id at the vendor. */
  response_id: string;
  /** When it was taken back, UTC. */
  removed_at: EpochMs;
}

/** A paused ticket is worked on again. */
export interface TicketResumed {
  type: 'ticket.resumed';
  /** Identity of the event together with `source`; the same pair is the same event, however often it arrives. */
  event_id: string;
  /** The system that says so, for example `hubspot` or `phone/munich`. Part of the identity. */
  source: string;
  /** The customer of Tallyboard whose data this is. */
  tenant: string;
  /** When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants. */
  occurred_at: EpochMs;
  /** A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none. */
  source_version: number;
  /** The ticket. */
  ticket_id: string;
  /** When, UTC. */
  resumed_at: EpochMs;
}

export type CrmEvent =
  | AccountAmended
  | AccountBecameCustomer
  | AccountChurned
  | AccountCreated
  | AccountErased
  | AccountRemoved
  | ActivityAmended
  | ActivityErased
  | ActivityLogged
  | ActivityRemoved
  | CallAmended
  | CallErased
  | CallLogged
  | CallRemoved
  | CampaignAmended
  | CampaignCreated
  | CampaignRemoved
  | CampaignSpendRemoved
  | CampaignSpent
  | CampaignTouchRemoved
  | CampaignTouched
  | DealAmended
  | DealClosed
  | DealErased
  | DealOpened
  | DealRemoved
  | DealReopened
  | DealStageChanged
  | LeadAmended
  | LeadContactRemoved
  | LeadContacted
  | LeadConverted
  | LeadCreated
  | LeadDisqualified
  | LeadErased
  | LeadQualified
  | LeadRemoved
  | LeadReopened
  | OfficeUpdated
  | OrderAmended
  | OrderErased
  | OrderPlaced
  | OrderRemoved
  | ProductRemoved
  | ProductUpdated
  | RateRemoved
  | RateUpdated
  | RepErased
  | RepUpdated
  | ScheduleUpdated
  | SubscriptionAmended
  | SubscriptionChanged
  | SubscriptionEnded
  | SubscriptionErased
  | SubscriptionRemoved
  | SurveyAnswered
  | SurveyErased
  | SurveyRemoved
  | SurveySent
  | TicketAmended
  | TicketErased
  | TicketOpened
  | TicketPaused
  | TicketRemoved
  | TicketReopened
  | TicketResolved
  | TicketResponded
  | TicketResponseRemoved
  | TicketResumed;

export type EventType = CrmEvent['type'];
export type Entity = 'account' | 'activity' | 'call' | 'campaign' | 'deal' | 'lead' | 'office' | 'order' | 'product' | 'rate' | 'rep' | 'schedule' | 'subscription' | 'survey' | 'ticket';

export interface PublishedSchema {
  type: EventType;
  entity: Entity;
  version: number;
  id: number;
  /** Avro schema, as JSON text. */
  schema: string;
}

/** Every contract ever published, oldest first within a type. */
export const PUBLISHED: readonly PublishedSchema[] = [
  { type: 'account.amended', entity: 'account', version: 1, id: 304, schema: "{\"type\":\"record\",\"name\":\"AccountAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of the account were corrected; null says nothing about an attribute.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"created_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected creation time, UTC.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"segment\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Market segment.\"},{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Sales region.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"retracts\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of a became_customer or churned event of this account that was wrong; it is as if never said.\"}]}" },
  { type: 'account.amended', entity: 'account', version: 2, id: 314, schema: "{\"type\":\"record\",\"name\":\"AccountAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of the account were corrected or lost their value; null says nothing about an attribute.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"created_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected creation time, UTC.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"segment\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Market segment.\"},{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Sales region.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"retracts\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of a became_customer or churned event of this account that was wrong; it is as if never said.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"retracts_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Source of the event that `retracts` names; null: the source of this one.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'account.became_customer', entity: 'account', version: 1, id: 302, schema: "{\"type\":\"record\",\"name\":\"AccountBecameCustomer\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The account became a customer: a spell starts. While it already is one, this changes nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"customer_since\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"Start of the spell, UTC.\"},{\"name\":\"replaces\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of an earlier became_customer or churned event of this account that this one corrects; that one is as if never said.\"}]}" },
  { type: 'account.became_customer', entity: 'account', version: 2, id: 312, schema: "{\"type\":\"record\",\"name\":\"AccountBecameCustomer\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The account became a customer: a spell starts. While it already is one, this changes nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"customer_since\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"Start of the spell, UTC.\"},{\"name\":\"replaces\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of an earlier became_customer or churned event of this account that this one corrects; that one is as if never said.\"},{\"name\":\"replaces_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Source of the event that `replaces` names; null: the source of this one.\"}]}" },
  { type: 'account.churned', entity: 'account', version: 1, id: 303, schema: "{\"type\":\"record\",\"name\":\"AccountChurned\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The customer left: the spell ends. For an account that is no customer, this changes nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"churned_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"End of the spell, UTC.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why it left, for example `price`.\"},{\"name\":\"replaces\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of an earlier became_customer or churned event of this account that this one corrects; that one is as if never said.\"}]}" },
  { type: 'account.churned', entity: 'account', version: 2, id: 313, schema: "{\"type\":\"record\",\"name\":\"AccountChurned\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The customer left: the spell ends. For an account that is no customer, this changes nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"churned_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"End of the spell, UTC.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why it left, for example `price`.\"},{\"name\":\"replaces\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of an earlier became_customer or churned event of this account that this one corrects; that one is as if never said.\"},{\"name\":\"replaces_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Source of the event that `replaces` names; null: the source of this one.\"}]}" },
  { type: 'account.created', entity: 'account', version: 1, id: 301, schema: "{\"type\":\"record\",\"name\":\"AccountCreated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"An account (a company or household) came into the CRM.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"created_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was created, UTC.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"segment\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Market segment, for example `enterprise`.\"},{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Sales region.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"}]}" },
  { type: 'account.erased', entity: 'account', version: 1, id: 316, schema: "{\"type\":\"record\",\"name\":\"AccountErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The account is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'account.removed', entity: 'account', version: 1, id: 305, schema: "{\"type\":\"record\",\"name\":\"AccountRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The account never was. An account.created or account.became_customer that ranks higher brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"}]}" },
  { type: 'account.removed', entity: 'account', version: 2, id: 315, schema: "{\"type\":\"record\",\"name\":\"AccountRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The account never was, or was merged into another. An account.created or account.became_customer that ranks higher brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"},{\"name\":\"merged_into\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account that it was merged into: its spells as a customer count with that one.\"}]}" },
  { type: 'activity.amended', entity: 'activity', version: 1, id: 902, schema: "{\"type\":\"record\",\"name\":\"ActivityAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of an activity were corrected or lost their value; null says nothing. To move an activity in time, remove it and log it again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"activity_id\",\"type\":\"string\",\"doc\":\"The activity; its identity is (performed_at, activity_id).\"},{\"name\":\"performed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was done, or came in, UTC; places the activity and is part of its identity.\"},{\"name\":\"kind\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"ActivityKind\",\"symbols\":[\"email_sent\",\"email_request\",\"web_request\",\"meeting\",\"demo\",\"proposal\",\"catalogue_mailed\",\"workshop\",\"referral\",\"note\"]}],\"default\":null,\"doc\":\"Corrected kind.\"},{\"name\":\"quantity\",\"type\":[\"null\",\"long\"],\"default\":null,\"doc\":\"Corrected quantity.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected rep.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected account.\"},{\"name\":\"deal_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected deal.\"},{\"name\":\"lead_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected lead.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'activity.erased', entity: 'activity', version: 1, id: 904, schema: "{\"type\":\"record\",\"name\":\"ActivityErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The activity is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"activity_id\",\"type\":\"string\",\"doc\":\"The activity; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'activity.logged', entity: 'activity', version: 1, id: 901, schema: "{\"type\":\"record\",\"name\":\"ActivityLogged\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A rep did something for somebody, or somebody asked: an e-mail, a meeting, a demo, a proposal. Calls have events of their own. `performed_at` is part of the identity of the activity.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"activity_id\",\"type\":\"string\",\"doc\":\"The activity; its identity is (performed_at, activity_id).\"},{\"name\":\"performed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was done, or came in, UTC; places the activity and is part of its identity.\"},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"ActivityKind\",\"symbols\":[\"email_sent\",\"email_request\",\"web_request\",\"meeting\",\"demo\",\"proposal\",\"catalogue_mailed\",\"workshop\",\"referral\",\"note\"]},\"doc\":\"What was done; `email_request` and `web_request` are what came in.\"},{\"name\":\"quantity\",\"type\":[\"null\",\"long\"],\"default\":null,\"doc\":\"How many people or things it was about, as the prospects of a workshop; null: one.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who did it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account that it was for.\"},{\"name\":\"deal_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The deal that it was for.\"},{\"name\":\"lead_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The lead that it was for.\"}]}" },
  { type: 'activity.removed', entity: 'activity', version: 1, id: 903, schema: "{\"type\":\"record\",\"name\":\"ActivityRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The activity never was. An activity.logged with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"activity_id\",\"type\":\"string\",\"doc\":\"The activity; its identity is (performed_at, activity_id).\"},{\"name\":\"performed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was done, or came in, UTC; places the activity and is part of its identity.\"}]}" },
  { type: 'call.amended', entity: 'call', version: 1, id: 402, schema: "{\"type\":\"record\",\"name\":\"CallAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a call were corrected; null says nothing. To move a call in time, remove it and log it again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"call_id\",\"type\":\"string\",\"doc\":\"The call.\"},{\"name\":\"started_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"The start of the call as logged, UTC: it names the call.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"direction\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"CallDirection\",\"symbols\":[\"inbound\",\"outbound\"]}],\"default\":null,\"doc\":\"Corrected direction.\"},{\"name\":\"outcome\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"CallOutcome\",\"symbols\":[\"connected\",\"voicemail\",\"no_answer\",\"busy\",\"failed\"]}],\"default\":null,\"doc\":\"Corrected outcome.\"},{\"name\":\"duration_ms\",\"type\":[\"null\",\"long\"],\"default\":null,\"doc\":\"Corrected talk time in ms.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected channel.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected account.\"}]}" },
  { type: 'call.amended', entity: 'call', version: 2, id: 412, schema: "{\"type\":\"record\",\"name\":\"CallAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a call were corrected or lost their value; null says nothing. To move a call in time, remove it and log it again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"call_id\",\"type\":\"string\",\"doc\":\"The call.\"},{\"name\":\"started_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"The start of the call as logged, UTC: it names the call.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"direction\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"CallDirection\",\"symbols\":[\"inbound\",\"outbound\"]}],\"default\":null,\"doc\":\"Corrected direction.\"},{\"name\":\"outcome\",\"type\":[\"null\",{\"type\":\"enum\",\"name\":\"CallOutcome\",\"symbols\":[\"connected\",\"voicemail\",\"no_answer\",\"busy\",\"failed\"]}],\"default\":null,\"doc\":\"Corrected outcome.\"},{\"name\":\"duration_ms\",\"type\":[\"null\",\"long\"],\"default\":null,\"doc\":\"Corrected talk time in ms.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected channel.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected account.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'call.erased', entity: 'call', version: 1, id: 404, schema: "{\"type\":\"record\",\"name\":\"CallErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The call is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"call_id\",\"type\":\"string\",\"doc\":\"The call; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'call.logged', entity: 'call', version: 1, id: 401, schema: "{\"type\":\"record\",\"name\":\"CallLogged\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A call was made or taken. `started_at` is part of the identity of the call.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"call_id\",\"type\":\"string\",\"doc\":\"The call; its identity is (started_at, call_id).\"},{\"name\":\"started_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it started, UTC; places the call and is part of its identity.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"direction\",\"type\":{\"type\":\"enum\",\"name\":\"CallDirection\",\"symbols\":[\"inbound\",\"outbound\"]},\"doc\":\"Who called whom, seen from the office.\"},{\"name\":\"outcome\",\"type\":{\"type\":\"enum\",\"name\":\"CallOutcome\",\"symbols\":[\"connected\",\"voicemail\",\"no_answer\",\"busy\",\"failed\"]},\"doc\":\"`connected` means two people spoke.\"},{\"name\":\"duration_ms\",\"type\":\"long\",\"doc\":\"Talk time in ms; 0 when nobody spoke.\"},{\"name\":\"channel\",\"type\":\"string\",\"doc\":\"`phone`, `video`, … of the call.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account called.\"}]}" },
  { type: 'call.removed', entity: 'call', version: 1, id: 403, schema: "{\"type\":\"record\",\"name\":\"CallRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The call never was. A call.logged with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"call_id\",\"type\":\"string\",\"doc\":\"The call.\"},{\"name\":\"started_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"The start of the call as logged, UTC: it names the call.\"}]}" },
  { type: 'campaign.amended', entity: 'campaign', version: 1, id: 1104, schema: "{\"type\":\"record\",\"name\":\"CampaignAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a campaign were corrected, filled in, or lost their value; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"created_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected time of planning, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where it runs, for example `search` or `trade_fair`.\"},{\"name\":\"starts_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on it runs, UTC.\"},{\"name\":\"ends_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Until when it runs, UTC.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'campaign.created', entity: 'campaign', version: 1, id: 1101, schema: "{\"type\":\"record\",\"name\":\"CampaignCreated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A campaign was planned.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"created_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where it runs, for example `search` or `trade_fair`.\"},{\"name\":\"starts_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on it runs, UTC.\"},{\"name\":\"ends_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Until when it runs, UTC.\"}]}" },
  { type: 'campaign.removed', entity: 'campaign', version: 1, id: 1105, schema: "{\"type\":\"record\",\"name\":\"CampaignRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The campaign never was, nor what was spent on it. A campaign.created with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"}]}" },
  { type: 'campaign.removed', entity: 'campaign', version: 2, id: 1108, schema: "{\"type\":\"record\",\"name\":\"CampaignRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The campaign never was, nor what was spent on it, nor whom it touched; or it was merged into another. A campaign.created with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"},{\"name\":\"merged_into\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it was merged into: what was spent on it and what refers to it count with that one.\"}]}" },
  { type: 'campaign.spend_removed', entity: 'campaign', version: 1, id: 1103, schema: "{\"type\":\"record\",\"name\":\"CampaignSpendRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"An expense was taken back; a campaign.spent with its spend_id and a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"spend_id\",\"type\":\"string\",\"doc\":\"The expense, by its id at the vendor.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was taken back, UTC.\"}]}" },
  { type: 'campaign.spent', entity: 'campaign', version: 1, id: 1102, schema: "{\"type\":\"record\",\"name\":\"CampaignSpent\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Money was spent on the campaign. Told again under one spend_id, or by one source under one event id, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"spent_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC; of a bill for a time, when that began.\"},{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4},\"doc\":\"How much, in `currency`; below zero is money back.\"},{\"name\":\"currency\",\"type\":\"string\",\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"spend_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The expense, by its id at the vendor.\"}]}" },
  { type: 'campaign.touch_removed', entity: 'campaign', version: 1, id: 1107, schema: "{\"type\":\"record\",\"name\":\"CampaignTouchRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A touch was taken back; a campaign.touched with its touch_id and a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"touch_id\",\"type\":\"string\",\"doc\":\"The touch, by its id at the vendor.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was taken back, UTC.\"}]}" },
  { type: 'campaign.touched', entity: 'campaign', version: 1, id: 1106, schema: "{\"type\":\"record\",\"name\":\"CampaignTouched\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The campaign touched somebody: a click, an answer, a visit. Names a lead, a deal or an account, at least one. Told again under one touch_id, or by one source under one event id, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"campaign_id\",\"type\":\"string\",\"doc\":\"The campaign.\"},{\"name\":\"touched_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"touch_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The touch, by its id at the vendor.\"},{\"name\":\"lead_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The lead that was touched.\"},{\"name\":\"deal_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The deal that was touched.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account that was touched; kept as it is told, no deal is of it by that.\"}]}" },
  { type: 'deal.amended', entity: 'deal', version: 1, id: 503, schema: "{\"type\":\"record\",\"name\":\"DealAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a deal were corrected or filled in; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"closed_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected closing, UTC; corrects the closing that stands and does not close an open deal.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"}]}" },
  { type: 'deal.amended', entity: 'deal', version: 2, id: 513, schema: "{\"type\":\"record\",\"name\":\"DealAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a deal were corrected, filled in, or lost their value; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"closed_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected closing, UTC; corrects the closing that stands and does not close an open deal.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'deal.amended', entity: 'deal', version: 3, id: 518, schema: "{\"type\":\"record\",\"name\":\"DealAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a deal were corrected, filled in, or lost their value; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"closed_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected closing, UTC; corrects the closing that stands and does not close an open deal.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"}]}" },
  { type: 'deal.amended', entity: 'deal', version: 4, id: 520, schema: "{\"type\":\"record\",\"name\":\"DealAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a deal were corrected, filled in, or lost their value; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"closed_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected closing, UTC; corrects the closing that stands and does not close an open deal.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"},{\"name\":\"expected_close\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The day on which it is expected to be closed, `2026-06-30`, by the calendar of whoever asks.\"}]}" },
  { type: 'deal.amended', entity: 'deal', version: 5, id: 522, schema: "{\"type\":\"record\",\"name\":\"DealAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a deal were corrected, filled in, or lost their value; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"closed_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected closing, UTC; corrects the closing that stands and does not close an open deal.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"},{\"name\":\"expected_close\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The day on which it is expected to be closed, `2026-06-30`, by the calendar of whoever asks.\"},{\"name\":\"lead_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The lead that it came of.\"}]}" },
  { type: 'deal.closed', entity: 'deal', version: 1, id: 504, schema: "{\"type\":\"record\",\"name\":\"DealClosed\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A deal was won or lost.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"closed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it closed, UTC.\"},{\"name\":\"outcome\",\"type\":{\"type\":\"enum\",\"name\":\"DealOutcome\",\"symbols\":[\"won\",\"lost\"]},\"doc\":\"How it ended.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Closed amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why it was won or lost.\"}]}" },
  { type: 'deal.closed', entity: 'deal', version: 2, id: 514, schema: "{\"type\":\"record\",\"name\":\"DealClosed\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A deal was won or lost.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"closed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"outcome\",\"type\":{\"type\":\"enum\",\"name\":\"DealOutcome\",\"symbols\":[\"won\",\"lost\"]},\"doc\":\"How it ended.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Closed amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why it was won or lost.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who closed it; null: the one who owned it then.\"}]}" },
  { type: 'deal.erased', entity: 'deal', version: 1, id: 523, schema: "{\"type\":\"record\",\"name\":\"DealErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The deal is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'deal.opened', entity: 'deal', version: 1, id: 501, schema: "{\"type\":\"record\",\"name\":\"DealOpened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A deal (opportunity) entered the pipeline.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it entered the pipeline, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account it is with.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline, where a CRM has several.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Expected amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"}]}" },
  { type: 'deal.opened', entity: 'deal', version: 2, id: 517, schema: "{\"type\":\"record\",\"name\":\"DealOpened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A deal (opportunity) entered the pipeline.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it entered the pipeline, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account it is with.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline, where a CRM has several.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Expected amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"}]}" },
  { type: 'deal.opened', entity: 'deal', version: 3, id: 519, schema: "{\"type\":\"record\",\"name\":\"DealOpened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A deal (opportunity) entered the pipeline.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it entered the pipeline, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account it is with.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline, where a CRM has several.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Expected amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"},{\"name\":\"expected_close\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The day on which it is expected to be closed, `2026-06-30`, by the calendar of whoever asks.\"}]}" },
  { type: 'deal.opened', entity: 'deal', version: 4, id: 521, schema: "{\"type\":\"record\",\"name\":\"DealOpened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A deal (opportunity) entered the pipeline.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"opened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it entered the pipeline, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account it is with.\"},{\"name\":\"pipeline\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The pipeline, where a CRM has several.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Its stage.\"},{\"name\":\"product\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is to be sold.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where the lead came from.\"},{\"name\":\"amount\",\"type\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4}],\"default\":null,\"doc\":\"Expected amount, in `currency`.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"ISO 4217 code of `amount`.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"},{\"name\":\"expected_close\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The day on which it is expected to be closed, `2026-06-30`, by the calendar of whoever asks.\"},{\"name\":\"lead_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The lead that it came of.\"}]}" },
  { type: 'deal.removed', entity: 'deal', version: 1, id: 506, schema: "{\"type\":\"record\",\"name\":\"DealRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The deal never was. A deal.opened with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"}]}" },
  { type: 'deal.removed', entity: 'deal', version: 2, id: 516, schema: "{\"type\":\"record\",\"name\":\"DealRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The deal never was, or was merged into another. A deal.opened with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"},{\"name\":\"merged_into\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The deal that it was merged into: it counts nowhere itself, and that one as its own events say.\"}]}" },
  { type: 'deal.reopened', entity: 'deal', version: 1, id: 505, schema: "{\"type\":\"record\",\"name\":\"DealReopened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A closed deal is open again: it is neither won nor lost until it closes once more.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"reopened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was reopened, UTC.\"},{\"name\":\"stage\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The stage it went back to.\"}]}" },
  { type: 'deal.stage_changed', entity: 'deal', version: 1, id: 502, schema: "{\"type\":\"record\",\"name\":\"DealStageChanged\",\"namespace\":\"tallyboard.crm\",\"doc\":\"An open deal moved to another stage.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"deal_id\",\"type\":\"string\",\"doc\":\"The deal.\"},{\"name\":\"changed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When its stage changed, UTC.\"},{\"name\":\"stage\",\"type\":\"string\",\"doc\":\"The stage it is in from then on.\"}]}" },
  { type: 'lead.amended', entity: 'lead', version: 1, id: 1006, schema: "{\"type\":\"record\",\"name\":\"LeadAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a lead were corrected, filled in, or lost their value; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"created_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected time of coming in, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it from `effective_at` on; null says nothing.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name of whoever it is.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where it came from, for example `web` or `referral`.\"},{\"name\":\"segment\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Market segment, for example `enterprise`.\"},{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Sales region.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` owns it, UTC; null: from `occurred_at` on.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'lead.contact_removed', entity: 'lead', version: 1, id: 1009, schema: "{\"type\":\"record\",\"name\":\"LeadContactRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A contact was taken back; a lead.contacted with its contact_id and a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"contact_id\",\"type\":\"string\",\"doc\":\"The contact, by its id at the vendor.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was taken back, UTC.\"}]}" },
  { type: 'lead.contacted', entity: 'lead', version: 1, id: 1002, schema: "{\"type\":\"record\",\"name\":\"LeadContacted\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A rep got in touch with the lead. The first contact is its follow-up. Told again under one contact_id, or by one source under one event id, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"contacted_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who did; null: the one who owned it then.\"},{\"name\":\"contact_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The contact, by its id at the vendor.\"}]}" },
  { type: 'lead.converted', entity: 'lead', version: 1, id: 1004, schema: "{\"type\":\"record\",\"name\":\"LeadConverted\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The lead became a deal or an account. Said again, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"converted_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"deal_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The deal that it became.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account that it became.\"}]}" },
  { type: 'lead.created', entity: 'lead', version: 1, id: 1001, schema: "{\"type\":\"record\",\"name\":\"LeadCreated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Somebody showed interest: a lead came in.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"created_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it came in, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"name\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Display name of whoever it is.\"},{\"name\":\"lead_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Where it came from, for example `web` or `referral`.\"},{\"name\":\"segment\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Market segment, for example `enterprise`.\"},{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Sales region.\"},{\"name\":\"campaign_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The campaign that it came of.\"}]}" },
  { type: 'lead.disqualified', entity: 'lead', version: 1, id: 1005, schema: "{\"type\":\"record\",\"name\":\"LeadDisqualified\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The lead was given up. Said again, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"disqualified_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why it was given up.\"}]}" },
  { type: 'lead.erased', entity: 'lead', version: 1, id: 1010, schema: "{\"type\":\"record\",\"name\":\"LeadErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The lead is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'lead.qualified', entity: 'lead', version: 1, id: 1003, schema: "{\"type\":\"record\",\"name\":\"LeadQualified\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The lead was found to be worth pursuing. Said again, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"qualified_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"}]}" },
  { type: 'lead.removed', entity: 'lead', version: 1, id: 1007, schema: "{\"type\":\"record\",\"name\":\"LeadRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The lead never was, or was merged into another. A lead.created with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"},{\"name\":\"merged_into\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The lead that it was merged into: it counts nowhere itself, and that one as its own events say.\"}]}" },
  { type: 'lead.reopened', entity: 'lead', version: 1, id: 1008, schema: "{\"type\":\"record\",\"name\":\"LeadReopened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A lead that was converted or disqualified is neither: it is taken up again, or that was a mistake.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"lead_id\",\"type\":\"string\",\"doc\":\"The lead.\"},{\"name\":\"reopened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"}]}" },
  { type: 'office.updated', entity: 'office', version: 1, id: 101, schema: "{\"type\":\"record\",\"name\":\"OfficeUpdated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"An office was created or changed.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"office_id\",\"type\":\"string\",\"doc\":\"The office.\"},{\"name\":\"name\",\"type\":\"string\",\"doc\":\"Its name as people say it.\"},{\"name\":\"zone\",\"type\":\"string\",\"doc\":\"Its IANA time zone, for example `Asia/Kathmandu`.\"}]}" },
  { type: 'order.amended', entity: 'order', version: 1, id: 802, schema: "{\"type\":\"record\",\"name\":\"OrderAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of an order were corrected; null says nothing. To move an order in time, remove it and place it again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"order_id\",\"type\":\"string\",\"doc\":\"The order; its identity is (placed_at, order_id).\"},{\"name\":\"placed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was placed, UTC; places the order and is part of its identity.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected account.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected rep.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected currency of all amounts.\"},{\"name\":\"lines\",\"type\":[\"null\",{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"OrderLine\",\"fields\":[{\"name\":\"product\",\"type\":\"string\",\"doc\":\"What was ordered.\"},{\"name\":\"quantity\",\"type\":\"long\",\"doc\":\"How many units of it.\"},{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4},\"doc\":\"Price of the line, all units together, in the currency of the order.\"}]}}],\"default\":null,\"doc\":\"All lines as they are now, in place of all that there were.\"}]}" },
  { type: 'order.amended', entity: 'order', version: 2, id: 812, schema: "{\"type\":\"record\",\"name\":\"OrderAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of an order were corrected; null says nothing. To move an order in time, remove it and place it again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"order_id\",\"type\":\"string\",\"doc\":\"The order; its identity is (placed_at, order_id).\"},{\"name\":\"placed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was placed, UTC; places the order and is part of its identity.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected account.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected rep.\"},{\"name\":\"currency\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected currency of all amounts.\"},{\"name\":\"lines\",\"type\":[\"null\",{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"OrderLine\",\"fields\":[{\"name\":\"product\",\"type\":\"string\",\"doc\":\"What was ordered.\"},{\"name\":\"quantity\",\"type\":\"long\",\"doc\":\"How many units of it.\"},{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4},\"doc\":\"Price of the line, all units together, in the currency of the order.\"}]}}],\"default\":null,\"doc\":\"All lines as they are now, in place of all that there were.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'order.erased', entity: 'order', version: 1, id: 804, schema: "{\"type\":\"record\",\"name\":\"OrderErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The order is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"order_id\",\"type\":\"string\",\"doc\":\"The order, whenever it was placed; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'order.placed', entity: 'order', version: 1, id: 801, schema: "{\"type\":\"record\",\"name\":\"OrderPlaced\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A customer ordered something. `placed_at` is part of the identity of the order.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"order_id\",\"type\":\"string\",\"doc\":\"The order; its identity is (placed_at, order_id).\"},{\"name\":\"placed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was placed, UTC; places the order and is part of its identity.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account that ordered.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"currency\",\"type\":\"string\",\"doc\":\"ISO 4217 code of all amounts.\"},{\"name\":\"lines\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"OrderLine\",\"fields\":[{\"name\":\"product\",\"type\":\"string\",\"doc\":\"What was ordered.\"},{\"name\":\"quantity\",\"type\":\"long\",\"doc\":\"How many units of it.\"},{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4},\"doc\":\"Price of the line, all units together, in the currency of the order.\"}]}},\"doc\":\"What was ordered, a line each; a product may have several.\"}]}" },
  { type: 'order.removed', entity: 'order', version: 1, id: 803, schema: "{\"type\":\"record\",\"name\":\"OrderRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The order never was. An order.placed with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"order_id\",\"type\":\"string\",\"doc\":\"The order; its identity is (placed_at, order_id).\"},{\"name\":\"placed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was placed, UTC; places the order and is part of its identity.\"}]}" },
  { type: 'product.removed', entity: 'product', version: 1, id: 1502, schema: "{\"type\":\"record\",\"name\":\"ProductRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"What was said of a product holds no more, or it was merged into another. What was sold of it stays sold. A product.updated that ranks higher brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"product_id\",\"type\":\"string\",\"doc\":\"The product.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"},{\"name\":\"merged_into\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The product that it was merged into: what was sold of it counts with that one.\"}]}" },
  { type: 'product.updated', entity: 'product', version: 1, id: 1501, schema: "{\"type\":\"record\",\"name\":\"ProductUpdated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A product was created or changed; all that is known of it, in place of what was said before.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"product_id\",\"type\":\"string\",\"doc\":\"The product, as deals and lines of orders name it.\"},{\"name\":\"name\",\"type\":\"string\",\"doc\":\"Its name as people say it.\"},{\"name\":\"category\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What it belongs to: a product family, type or line. Null: to none.\"}]}" },
  { type: 'rate.removed', entity: 'rate', version: 1, id: 1402, schema: "{\"type\":\"record\",\"name\":\"RateRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The rate of a day was wrong and is none: the one before it goes on. A rate.updated of that day with a higher source_version brings one back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"rate_id\",\"type\":\"string\",\"doc\":\"The pair of currencies, for example `EUR/USD`.\"},{\"name\":\"effective_from\",\"type\":\"string\",\"doc\":\"The day of the rate that is removed, `2026-03-02`.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was taken back, UTC.\"}]}" },
  { type: 'rate.updated', entity: 'rate', version: 1, id: 1401, schema: "{\"type\":\"record\",\"name\":\"RateUpdated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"What one of a currency is worth in another from a day on, until the next such statement of the two.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"rate_id\",\"type\":\"string\",\"doc\":\"The pair of currencies, for example `EUR/USD`: one of the first is worth `rate` of the second.\"},{\"name\":\"effective_from\",\"type\":\"string\",\"doc\":\"The day from which it holds, `2026-03-02`: that of whoever counts with it, in their zone.\"},{\"name\":\"rate\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":28,\"scale\":12},\"doc\":\"How much of the second currency one of the first is; above 0.\"}]}" },
  { type: 'rep.erased', entity: 'rep', version: 1, id: 202, schema: "{\"type\":\"record\",\"name\":\"RepErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The rep is to be forgotten, as GDPR art. 17 wants it. Whatever was or will be said of the rep is kept without the name, whichever version it has; what the rep did counts as before, under the id alone.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"rep_id\",\"type\":\"string\",\"doc\":\"The rep; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'rep.updated', entity: 'rep', version: 1, id: 201, schema: "{\"type\":\"record\",\"name\":\"RepUpdated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A rep joined, moved to another office or team, or was renamed; in force from `effective_from` until the next such statement. Two statements with one `effective_from` are versions of the same one.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"rep_id\",\"type\":\"string\",\"doc\":\"The rep.\"},{\"name\":\"effective_from\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"From when office and team hold, UTC. A fact of this rep at or after this instant counts for them.\"},{\"name\":\"name\",\"type\":\"string\",\"doc\":\"Display name; personal data lives only in reference events.\"},{\"name\":\"office_id\",\"type\":\"string\",\"doc\":\"The office of the rep from then on.\"},{\"name\":\"team\",\"type\":\"string\",\"doc\":\"The team of the rep from then on; empty for none.\"}]}" },
  { type: 'schedule.updated', entity: 'schedule', version: 1, id: 1301, schema: "{\"type\":\"record\",\"name\":\"ScheduleUpdated\",\"namespace\":\"tallyboard.crm\",\"doc\":\"When work is done: the hours of a week and the days off; in force from `effective_from` until the next such statement, whole. A ticket goes by the schedule that it names, else by that whose id is its office, else by `default`.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"schedule_id\",\"type\":\"string\",\"doc\":\"The schedule: any name, the id of an office, or `default`.\"},{\"name\":\"effective_from\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"From when it holds, UTC. A ticket opened at or after this instant goes by it to its end.\"},{\"name\":\"zone\",\"type\":\"string\",\"doc\":\"IANA time zone of its hours and days, for example `Asia/Kathmandu`.\"},{\"name\":\"hours\",\"type\":[\"null\",{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"WorkingHours\",\"fields\":[{\"name\":\"weekday\",\"type\":{\"type\":\"enum\",\"name\":\"Weekday\",\"symbols\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\",\"saturday\",\"sunday\"]},\"doc\":\"Day on which they begin.\"},{\"name\":\"opens\",\"type\":\"string\",\"doc\":\"Local time, `09:00`.\"},{\"name\":\"closes\",\"type\":\"string\",\"doc\":\"Local time, up to `24:00`; not after `opens` means on the next day.\"}]}}],\"default\":null,\"doc\":\"Hours of each week in which work is done; a day with a break has two of them. Null: there are none, and nothing is counted by them.\"},{\"name\":\"holidays\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Days on which nobody works, `2026-12-25`, from midnight to midnight.\"}]}" },
  { type: 'subscription.amended', entity: 'subscription', version: 1, id: 1203, schema: "{\"type\":\"record\",\"name\":\"SubscriptionAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The customer was handed over to another rep, or a statement about its subscriptions was wrong; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The customer; its subscriptions add up, and are one entity.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who has the customer from `effective_at` on; null says nothing.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on `rep_id` has it, UTC; null: from `occurred_at` on.\"},{\"name\":\"retracts\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of a changed or ended event of this customer that was wrong; it is as if never said.\"},{\"name\":\"retracts_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Source of the event that `retracts` names; null: the source of this one.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more; a field that is neither here nor has a value says nothing.\"}]}" },
  { type: 'subscription.changed', entity: 'subscription', version: 1, id: 1201, schema: "{\"type\":\"record\",\"name\":\"SubscriptionChanged\",\"namespace\":\"tallyboard.crm\",\"doc\":\"From an instant on a subscription brings in so much a month: it began, its price or number of seats changed, it was paused (0) or goes on.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The customer; its subscriptions add up, and are one entity.\"},{\"name\":\"subscription_id\",\"type\":\"string\",\"doc\":\"The subscription, one of the customer's.\"},{\"name\":\"effective_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"From when on it does, UTC.\"},{\"name\":\"mrr\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":4},\"doc\":\"What it brings in a month, in `currency`: a yearly price ÷ 12, without one-time fees; 0 while it is paused or free.\"},{\"name\":\"currency\",\"type\":\"string\",\"doc\":\"ISO 4217 code of `mrr`.\"},{\"name\":\"plan\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"What is subscribed to.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who has the customer from `effective_at` on; null says nothing.\"},{\"name\":\"replaces\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of an earlier changed or ended event of this customer that this one corrects; that one is as if never said.\"},{\"name\":\"replaces_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Source of the event that `replaces` names; null: the source of this one.\"}]}" },
  { type: 'subscription.ended', entity: 'subscription', version: 1, id: 1202, schema: "{\"type\":\"record\",\"name\":\"SubscriptionEnded\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A subscription ended: from then on it brings in nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The customer; its subscriptions add up, and are one entity.\"},{\"name\":\"subscription_id\",\"type\":\"string\",\"doc\":\"The subscription, one of the customer's.\"},{\"name\":\"ended_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it ended, UTC; not when notice was given.\"},{\"name\":\"reason\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Why it ended, for example `price`.\"},{\"name\":\"replaces\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"event_id of an earlier changed or ended event of this customer that this one corrects; that one is as if never said.\"},{\"name\":\"replaces_source\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Source of the event that `replaces` names; null: the source of this one.\"}]}" },
  { type: 'subscription.erased', entity: 'subscription', version: 1, id: 1205, schema: "{\"type\":\"record\",\"name\":\"SubscriptionErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The subscriptions of the account are to be forgotten, as GDPR art. 17 wants it. They count nowhere, and whatever else was or will be said of them is not kept, whichever version it has: nothing brings them back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The account whose subscriptions they are; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'subscription.removed', entity: 'subscription', version: 1, id: 1204, schema: "{\"type\":\"record\",\"name\":\"SubscriptionRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The subscription never was. A subscription.changed with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"account_id\",\"type\":\"string\",\"doc\":\"The customer; its subscriptions add up, and are one entity.\"},{\"name\":\"subscription_id\",\"type\":\"string\",\"doc\":\"The subscription, one of the customer's.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"}]}" },
  { type: 'survey.answered', entity: 'survey', version: 1, id: 702, schema: "{\"type\":\"record\",\"name\":\"SurveyAnswered\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A survey was answered. A further answer with a higher source_version replaces the first.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"survey_id\",\"type\":\"string\",\"doc\":\"The invitation that was answered.\"},{\"name\":\"answered_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was answered, UTC.\"},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"SurveyKind\",\"symbols\":[\"csat\",\"nps\",\"ces\"]},\"doc\":\"csat: 1-5; nps: 0-10; ces: 1-7.\"},{\"name\":\"respondent\",\"type\":{\"type\":\"enum\",\"name\":\"Respondent\",\"symbols\":[\"customer\",\"vendor\",\"officer\"]},\"doc\":\"Who answered.\"},{\"name\":\"score\",\"type\":\"int\",\"doc\":\"The answer, on the scale of its kind.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account that answered.\"}]}" },
  { type: 'survey.erased', entity: 'survey', version: 1, id: 704, schema: "{\"type\":\"record\",\"name\":\"SurveyErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The survey is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"survey_id\",\"type\":\"string\",\"doc\":\"The survey; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'survey.removed', entity: 'survey', version: 1, id: 703, schema: "{\"type\":\"record\",\"name\":\"SurveyRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The survey, and its answer, never was. A survey.sent or survey.answered that ranks higher brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"survey_id\",\"type\":\"string\",\"doc\":\"The invitation.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"}]}" },
  { type: 'survey.sent', entity: 'survey', version: 1, id: 701, schema: "{\"type\":\"record\",\"name\":\"SurveySent\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A survey went out to one respondent.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"survey_id\",\"type\":\"string\",\"doc\":\"This one invitation.\"},{\"name\":\"sent_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was sent, UTC.\"},{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"SurveyKind\",\"symbols\":[\"csat\",\"nps\",\"ces\"]},\"doc\":\"csat: 1-5; nps: 0-10; ces: 1-7.\"},{\"name\":\"respondent\",\"type\":{\"type\":\"enum\",\"name\":\"Respondent\",\"symbols\":[\"customer\",\"vendor\",\"officer\"]},\"doc\":\"Who is asked.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The account asked.\"}]}" },
  { type: 'ticket.amended', entity: 'ticket', version: 1, id: 605, schema: "{\"type\":\"record\",\"name\":\"TicketAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a ticket were corrected; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected channel.\"},{\"name\":\"priority\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected priority.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Whose ticket it is.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"}]}" },
  { type: 'ticket.amended', entity: 'ticket', version: 2, id: 607, schema: "{\"type\":\"record\",\"name\":\"TicketAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a ticket were corrected; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected channel.\"},{\"name\":\"priority\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected priority.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Whose ticket it is.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on it is assigned to `rep_id`, or to nobody if that is cleared, UTC; null means from `occurred_at`.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more.\"}]}" },
  { type: 'ticket.amended', entity: 'ticket', version: 3, id: 615, schema: "{\"type\":\"record\",\"name\":\"TicketAmended\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Attributes of a ticket were corrected; null says nothing.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"opened_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"Corrected opening, UTC.\"},{\"name\":\"channel\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected channel.\"},{\"name\":\"priority\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Corrected priority.\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Whose ticket it is.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"schedule_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Schedule by whose working time it is measured; null says nothing: that of its office, else `default`.\"},{\"name\":\"effective_at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null,\"doc\":\"From when on it is assigned to `rep_id`, or to nobody if that is cleared, UTC; null means from `occurred_at`.\"},{\"name\":\"cleared\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"string\"}],\"default\":null,\"doc\":\"Fields that have no value any more.\"}]}" },
  { type: 'ticket.erased', entity: 'ticket', version: 1, id: 616, schema: "{\"type\":\"record\",\"name\":\"TicketErased\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The ticket is to be forgotten, as GDPR art. 17 wants it. It counts nowhere, and whatever else was or will be said of it is not kept, whichever version it has: nothing brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket; its id alone is kept, and should name nobody.\"},{\"name\":\"erased_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was asked to be forgotten, UTC.\"}]}" },
  { type: 'ticket.opened', entity: 'ticket', version: 1, id: 601, schema: "{\"type\":\"record\",\"name\":\"TicketOpened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Somebody asked for help.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"opened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was opened, UTC.\"},{\"name\":\"channel\",\"type\":\"string\",\"doc\":\"`email`, `chat`, `web`, …\"},{\"name\":\"priority\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"`low`, `normal`, `high`, `urgent`, …\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Whose ticket it is.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"opened_by\",\"type\":{\"type\":\"enum\",\"name\":\"TicketOpener\",\"symbols\":[\"customer\",\"agent\"]},\"doc\":\"Who wrote the first message. The opening message is never a response.\"}]}" },
  { type: 'ticket.opened', entity: 'ticket', version: 2, id: 614, schema: "{\"type\":\"record\",\"name\":\"TicketOpened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Somebody asked for help.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"opened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was opened, UTC.\"},{\"name\":\"channel\",\"type\":\"string\",\"doc\":\"`email`, `chat`, `web`, …\"},{\"name\":\"priority\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"`low`, `normal`, `high`, `urgent`, …\"},{\"name\":\"account_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Whose ticket it is.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who owns it; null says nothing.\"},{\"name\":\"opened_by\",\"type\":{\"type\":\"enum\",\"name\":\"TicketOpener\",\"symbols\":[\"customer\",\"agent\"]},\"doc\":\"Who wrote the first message. The opening message is never a response.\"},{\"name\":\"schedule_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"Schedule by whose working time it is measured; null says nothing: that of its office, else `default`.\"}]}" },
  { type: 'ticket.paused', entity: 'ticket', version: 1, id: 612, schema: "{\"type\":\"record\",\"name\":\"TicketPaused\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The ticket waits for the customer or for others (pending, on hold).\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"paused_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"}]}" },
  { type: 'ticket.removed', entity: 'ticket', version: 1, id: 606, schema: "{\"type\":\"record\",\"name\":\"TicketRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The ticket never was (spam, test). A ticket.opened with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"}]}" },
  { type: 'ticket.removed', entity: 'ticket', version: 2, id: 610, schema: "{\"type\":\"record\",\"name\":\"TicketRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The ticket never was (spam, test), or was merged into another. A ticket.opened with a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was removed, UTC.\"},{\"name\":\"merged_into\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The ticket that it was merged into.\"}]}" },
  { type: 'ticket.reopened', entity: 'ticket', version: 1, id: 604, schema: "{\"type\":\"record\",\"name\":\"TicketReopened\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A resolved ticket is open again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"reopened_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was reopened, UTC.\"}]}" },
  { type: 'ticket.resolved', entity: 'ticket', version: 1, id: 603, schema: "{\"type\":\"record\",\"name\":\"TicketResolved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The ticket was resolved.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"resolved_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was resolved, UTC.\"}]}" },
  { type: 'ticket.resolved', entity: 'ticket', version: 2, id: 608, schema: "{\"type\":\"record\",\"name\":\"TicketResolved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"The ticket was resolved.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"resolved_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The rep who resolved it; null means whom it was assigned to then.\"}]}" },
  { type: 'ticket.responded', entity: 'ticket', version: 1, id: 602, schema: "{\"type\":\"record\",\"name\":\"TicketResponded\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Somebody answered. Only public responses of human agents count as a response.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"responded_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was answered, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The agent who answered.\"},{\"name\":\"author\",\"type\":{\"type\":\"enum\",\"name\":\"ResponseAuthor\",\"symbols\":[\"agent\",\"bot\"]},\"doc\":\"Human or machine.\"},{\"name\":\"visibility\",\"type\":{\"type\":\"enum\",\"name\":\"ResponseVisibility\",\"symbols\":[\"public\",\"internal\"]},\"doc\":\"Whether the requester saw it.\"}]}" },
  { type: 'ticket.responded', entity: 'ticket', version: 2, id: 609, schema: "{\"type\":\"record\",\"name\":\"TicketResponded\",\"namespace\":\"tallyboard.crm\",\"doc\":\"Somebody answered. Only public responses of human agents count as a response. Told again under one response_id, or by one source under one event id, the later statement corrects the earlier.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"responded_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"},{\"name\":\"rep_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The agent who answered.\"},{\"name\":\"author\",\"type\":{\"type\":\"enum\",\"name\":\"ResponseAuthor\",\"symbols\":[\"agent\",\"bot\"]},\"doc\":\"Human or machine.\"},{\"name\":\"visibility\",\"type\":{\"type\":\"enum\",\"name\":\"ResponseVisibility\",\"symbols\":[\"public\",\"internal\"]},\"doc\":\"Whether the requester saw it.\"},{\"name\":\"response_id\",\"type\":[\"null\",\"string\"],\"default\":null,\"doc\":\"The reply, by its id at the vendor.\"}]}" },
  { type: 'ticket.response_removed', entity: 'ticket', version: 1, id: 611, schema: "{\"type\":\"record\",\"name\":\"TicketResponseRemoved\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A response was taken back; a ticket.responded with its response_id and a higher source_version brings it back.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"response_id\",\"type\":\"string\",\"doc\":\"The reply, by its id at the vendor.\"},{\"name\":\"removed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When it was taken back, UTC.\"}]}" },
  { type: 'ticket.resumed', entity: 'ticket', version: 1, id: 613, schema: "{\"type\":\"record\",\"name\":\"TicketResumed\",\"namespace\":\"tallyboard.crm\",\"doc\":\"A paused ticket is worked on again.\",\"fields\":[{\"name\":\"event_id\",\"type\":\"string\",\"doc\":\"Identity of the event together with `source`; the same pair is the same event, however often it arrives.\"},{\"name\":\"source\",\"type\":\"string\",\"doc\":\"The system that says so, for example `hubspot` or `phone/munich`. Part of the identity.\"},{\"name\":\"tenant\",\"type\":\"string\",\"doc\":\"The customer of Tallyboard whose data this is.\"},{\"name\":\"occurred_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When the source says this event happened, UTC. Never used to place a fact; the payload has its own instants.\"},{\"name\":\"source_version\",\"type\":\"long\",\"doc\":\"A number that the source assigns and that grows with each change of the entity; of two statements about one attribute the one of the higher version wins, and one with a version wins over one without. Default: occurred_at, which counts as none.\"},{\"name\":\"ticket_id\",\"type\":\"string\",\"doc\":\"The ticket.\"},{\"name\":\"resumed_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, UTC.\"}]}" },
];
