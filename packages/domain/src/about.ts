/** What a fold is told beside the statements of the entity itself. */
export interface About {
  /** Which one it is. */
  readonly id: string;
  readonly crediting: Crediting;
  readonly accountThen: AccountThen;
}

/** What an account was at an instant (epoch ms), or the one that it was merged into; '' for what was never said. */
export type AccountThen = (account: string, instantMs: number) => { segment: string; region: string };

/** What a conversion or a won deal is credited to, by each model. */
export interface Credits {
  readonly first: string;
  readonly last: string;
  /** Whom the linear model divides by, in order; one that is in it twice has two parts. */
  readonly linear: readonly string[];
}

/** Campaigns that leads and deals are credited to; see `schemas/campaign/README.md`. Instants in epoch ms, `''`: no campaign. */
export interface Crediting {
  /** The campaign that one counts with; null: with none. */
  countsWith(campaign: string): string | null;
  /** The campaign of who names this one. */
  named(campaign: string): string;
  ofLead(lead: string, name: string, until: number): Credits | null;
  /** `lead`: that it names itself, `''` for none. */
  ofDeal(deal: string, lead: string, name: string, until: number): Credits | null;
}
