/**
 * Measures of a fact that are credited to campaigns, by what touched it until an instant of its places: `touched_until`, NULL
 * where a place counts for the campaign that it names. See `schemas/campaign/README.md`.
 */
export interface Credited {
  /** Names of campaigns as SQL over `placed` and `touched`, its own first; '' for none. */
  names: readonly string[];
  /**
   * SQL of what touched each: tenant, its id, `touches` as (instant, campaign), ascending, and what `names` take. `ids`: SQL
   * of (tenant, id) of those that are asked for; left out: all.
   */
  touches: (ids: string | undefined) => string;
  /** SQL of a row if any of these (tenant, id) can be credited to more than it names: they are looked for only then. */
  touching: (ids: string) => string;
  /** Measures by which of the touches have them. */
  first: readonly string[];
  last: readonly string[];
  each: readonly string[];
  /** Decimals of which each has a part. */
  divided: readonly string[];
}

/** Column of the places that are credited. */
export const TOUCHED_UNTIL = 'touched_until';

/** The measures that have to be credited. */
export const creditedMeasures = ({ first, last, each, divided }: Credited): string[] => [
  ...first,
  ...last,
  ...each,
  ...divided,
];

/** What is joined to the places for them, and what follows from that: columns that `creditedSql` goes on from. */
export const touchedJoin = ({ touches }: Credited, id: string, ids: string | undefined): string => `
        LEFT JOIN
        (
            ${touches(ids)}
        ) AS touched
        ON placed.tenant = touched.tenant AND placed.${id} = touched.${id}`;

export const touchedColumns = ({ names }: Credited, isTouched: boolean): string[] => [
  `placed.${TOUCHED_UNTIL} AS ${TOUCHED_UNTIL}`,
  'placed.campaign AS named',
  `arrayFilter(name -> name != '', [${(isTouched ? names : names.slice(0, 1)).join(', ')}]) AS names`,
  `${
    isTouched
      ? `arrayMap(touch -> touch.2, arrayFilter(touch -> ifNull(touch.1 <= placed.${TOUCHED_UNTIL}, false), touched.touches))`
      : "CAST([], 'Array(String)')"
  } AS touching`,
];

/** Rows of a subquery, those that are credited once for each of the touches. `columns`: those that are shown. */
export function creditedSql(credited: Credited, columns: readonly string[], placed: string): string {
  const of = new Map<string, string>([
    ['campaign', 'credit'],
    ...credited.first.map((name) => [name, masked(name, 'i = indexOf(credits, first)')] as const),
    ...credited.last.map((name) => [name, masked(name, 'i = length(credits)')] as const),
    ...credited.divided.map((name) => [name, partOf(name)] as const),
  ]);
  const shown = columns.map((name) =>
    of.has(name) ? `${of.get(name)} AS ${name}` : `listed.${name} AS ${name}`,
  );
  return `SELECT ${shown.join(', ')}
        FROM
        (
            SELECT *, if(empty(names), credits[1], names[1]) AS first, toInt64(greatest(1, length(credits))) AS parts
            FROM
            (
                SELECT *,
                    -- Of two names the one of what it came of is before its own.
                    if(${TOUCHED_UNTIL} IS NULL, [named], arrayConcat(arrayFilter(name -> NOT has(touching, name), arrayDistinct(arrayReverse(names))), touching)) AS credits
                FROM
                (
        ${placed}
                )
            )
        ) AS listed
        ARRAY JOIN credits AS credit, arrayEnumerate(credits) AS i`;
}

/** The same where it is credited, else the zero of its type. */
const masked = (name: string, holds: string): string =>
  `if(${holds}, listed.${name}, CAST(0, toTypeName(listed.${name})))`;

/** The i-th part of a decimal, in ten-thousandths: what does not divide goes to the first ones. */
function partOf(name: string): string {
  const whole = `toInt64(toDecimal256(listed.${name}, 4) * 10000)`;
  const rest = `positiveModulo(${whole}, parts)`;
  return `toDecimal128(toDecimal256(intDiv(${whole} - ${rest}, parts) + (i <= ${rest}), 4) / 10000, 4)`;
}

/** Touches of those that are asked for: of each all tellings, since a later one can be of another. */
const narrowed = (leads: string, deals: string): string => `(tenant, campaign_id, touch) IN (
                        SELECT tenant, campaign_id, ifNull(touch_id, concat('\\0', source, '\\0', event_id))
                        FROM campaign_events
                        WHERE ((tenant, ifNull(lead_id, '')) IN (${leads}) OR (tenant, ifNull(deal_id, '')) IN (${deals})) AND (tenant, campaign_id) IN (
                            SELECT tenant, fact_id FROM links
                            WHERE fact = 'campaign' AND ((entity = 'lead' AND (tenant, entity_id) IN (${leads})) OR (entity = 'deal' AND (tenant, entity_id) IN (${deals})))))`;

const NOBODY = "SELECT '', '' WHERE false";

/** Of a lead: its own touches. */
export const touchesOfLeads = (
  ids: string | undefined,
): string => `SELECT tenant, lead_id, arraySort(groupArray((touched_at, campaign))) AS touches
            FROM campaign_touches
            WHERE lead_id != ''${ids === undefined ? '' : ` AND (tenant, lead_id) IN (${ids}) AND ${narrowed(ids, NOBODY)}`}
            GROUP BY tenant, lead_id`;

/** Only who was touched. */
export const leadsTouching = (ids: string): string =>
  `SELECT 1 AS touching FROM links WHERE entity = 'lead' AND fact = 'campaign' AND (tenant, entity_id) IN (${ids})`;

/** Only what was won. */
export const dealsTouching = (ids: string): string =>
  `SELECT 1 AS touching FROM deal_events WHERE (tenant, deal_id) IN (${ids}) AND outcome = 'won'`;

/** Of a deal: its own touches and those of its lead, each once, and as `name_of_lead` what its lead names. */
export function touchesOfDeals(ids: string | undefined): string {
  /** Every lead that may be one of theirs. */
  const leads = `SELECT tenant, ifNull(lead_id, '') FROM deal_events WHERE (tenant, deal_id) IN (${ids})
                        UNION ALL SELECT tenant, lead_id FROM lead_events WHERE (tenant, ifNull(deal_id, '')) IN (${ids})`;
  const [ofDeals, ofLeads, ofTouches] =
    ids === undefined
      ? ['', '', '']
      : [
          `WHERE (tenant, deal_id) IN (${ids})`,
          `WHERE (tenant, lead_id) IN (${leads})`,
          `WHERE ${narrowed(leads, ids)}`,
        ];
  return `SELECT tenant, deal_id, max(name) AS name_of_lead,
                arrayMap(touch -> (touch.1, touch.2), arraySort(groupUniqArrayIf((touched_at, campaign, campaign_id, touch), campaign != ''))) AS touches
            FROM
            (
                SELECT
                    if(touches.tenant = '', came_of.tenant, toString(touches.tenant)) AS tenant,
                    touches.touched_at AS touched_at, touches.campaign AS campaign, touches.campaign_id AS campaign_id, touches.touch AS touch,
                    arrayJoin(arrayDistinct(arrayFilter(one -> one.1 != '', [(touches.deal_id, ''), (came_of.deal_id, came_of.name)]))) AS touched,
                    touched.1 AS deal_id, touched.2 AS name
                FROM (SELECT * FROM campaign_touches ${ofTouches}) AS touches
                FULL JOIN
                (
                    -- Of each deal the lead that it names, else the first that was converted into it; none where that was removed.
                    SELECT tenant, deal_id, min((NOT is_own, at, candidate, campaign, is_removed)) AS chosen, chosen.3 AS lead, chosen.4 AS name
                    FROM
                    (
                        SELECT tenant, arrayJoin(arrayFilter(one -> one.1 != '', [
                            (named_by, true, toDateTime64(0, 3, 'UTC')),
                            (if(is_removed, '', converted_into), false, converted_at)])) AS whose, whose.1 AS deal_id, whose.2 AS is_own, whose.3 AS at, candidate, campaign, is_removed
                        FROM
                        (
                            SELECT
                                if(leads.tenant = '', deals.tenant, toString(leads.tenant)) AS tenant, if(leads.lead_id = '', deals.own, leads.lead_id) AS candidate,
                                deals.deal_id AS named_by, leads.campaign AS campaign, leads.is_removed AS is_removed,
                                leads.converted_into AS converted_into, leads.converted_at AS converted_at
                            FROM (SELECT * FROM lead_campaigns ${ofLeads}) AS leads
                            FULL JOIN
                            (
                                SELECT toString(tenant) AS tenant, deal_id, ifNull(argMax(if(has(cleared, 'lead_id'), '', lead_id), rank), '') AS own
                                FROM deal_events ${ofDeals}
                                GROUP BY tenant, deal_id
                                HAVING own != ''
                            ) AS deals
                            ON leads.tenant = deals.tenant AND leads.lead_id = deals.own
                        )
                    )
                    GROUP BY tenant, deal_id
                    HAVING NOT chosen.5
                ) AS came_of
                ON touches.tenant = came_of.tenant AND touches.lead_id = came_of.lead
            )
            GROUP BY tenant, deal_id`;
}
