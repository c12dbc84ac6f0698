import type { Crediting, Credits } from './about.js';
import { type CampaignStatement, presenceOf, touchesOf } from './folds/campaign.js';
import { type LeadStatement, leadBehindDeals } from './folds/lead.js';
import { survivorOf } from './merges.js';
import { compareUtf8 } from './rank.js';

interface Touch {
  readonly at: number;
  readonly campaign: string;
}

/** Prepares the lookup, given any statement of each campaign and each lead. */
export function creditingOf(
  campaigns: ReadonlyMap<string, CampaignStatement>,
  leads: ReadonlyMap<string, LeadStatement>,
): Crediting {
  const countsWith = survivorsAmong(campaigns);
  const named = (campaign: string) => (campaign === '' ? '' : (countsWith(campaign) ?? campaign));
  const ofLeads = new Map<string, Touch[]>();
  const ofDeals = new Map<string, Touch[]>();
  for (const [id, first] of campaigns) {
    const campaign = countsWith(id);
    if (campaign === null) continue;
    for (const { at, lead, deal } of touchesOf(first)) {
      const touch = { at, campaign };
      if (lead !== null) push(ofLeads, lead, touch);
      if (deal !== null) push(ofDeals, deal, touch);
    }
  }
  const known = new Map([...leads].map(([id, first]) => [id, leadBehindDeals(first)]));
  const converted = leadsConvertedInto(known);

  return {
    countsWith,
    named,
    ofLead: (lead, name, until) => credited([named(name)], ofLeads.get(lead) ?? [], until),
    ofDeal(deal, namedLead, name, until) {
      const lead = namedLead === '' ? (converted.get(deal) ?? '') : namedLead;
      const state = known.get(lead);
      const ofLead = lead === '' || state?.isRemoved ? [] : (ofLeads.get(lead) ?? []);
      const nameOfLead = state && !state.isRemoved ? named(state.campaign) : '';
      // A touch of both is one and the same object.
      const touches = new Set([...(ofDeals.get(deal) ?? []), ...ofLead]);
      return credited([named(name), nameOfLead], [...touches], until);
    },
  };
}

/** `names`: of the one itself, then of what it came of; `''` for none. */
function credited(names: readonly string[], touches: readonly Touch[], until: number): Credits | null {
  const touched = touches
    .filter(({ at }) => at <= until)
    .sort((left, right) => left.at - right.at || compareUtf8(left.campaign, right.campaign))
    .map(({ campaign }) => campaign);
  const said = names.filter((name) => name !== '');
  const untouched = [...new Set(said.toReversed())].filter((name) => !touched.includes(name));
  const linear = [...untouched, ...touched];
  if (linear.length === 0) return null;
  return { first: said[0] ?? linear[0]!, last: linear.at(-1)!, linear };
}

function survivorsAmong(campaigns: ReadonlyMap<string, CampaignStatement>): Crediting['countsWith'] {
  const merges = new Map<string, string>();
  const removed = new Set<string>();
  for (const [campaign, first] of campaigns) {
    const { isRemoved, mergedInto } = presenceOf(first);
    if (mergedInto !== null) merges.set(campaign, mergedInto);
    else if (isRemoved) removed.add(campaign);
  }
  return (campaign) => {
    const survivor = survivorOf(campaign, merges);
    return survivor === null || removed.has(survivor) ? null : survivor;
  };
}

/** By deal, the lead that became it: of several the one that was first. */
function leadsConvertedInto(
  leads: ReadonlyMap<string, ReturnType<typeof leadBehindDeals>>,
): Map<string, string> {
  const converted = new Map<string, { lead: string; at: number }>();
  for (const [lead, { isRemoved, became }] of leads) {
    if (isRemoved || became === null) continue;
    const other = converted.get(became.deal);
    if (other === undefined || (became.at - other.at || compareUtf8(lead, other.lead)) < 0)
      converted.set(became.deal, { lead, at: became.at });
  }
  return new Map([...converted].map(([deal, { lead }]) => [deal, lead]));
}

function push(touches: Map<string, Touch[]>, of: string, touch: Touch): void {
  const known = touches.get(of);
  if (known === undefined) touches.set(of, [touch]);
  else known.push(touch);
}
