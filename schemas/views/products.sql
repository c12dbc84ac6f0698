-- Each product of which anything was said: with which it counts, what that one is called and what it belongs to, as it is known now.
-- tenant: whose data it is
-- product_id: the product, as deals and lines of orders name it
-- survivor: the product that it counts with; itself where it was not merged, or in a circle, or over more than 16 merges
-- name: what that one is called now; '' where nobody says
-- category: what that one belongs to now; '' for nothing
WITH RECURSIVE
    told AS
    (
        SELECT tenant, product_id, argMax((ifNull(merged_into, ''), ifNull(name, ''), ifNull(category, '')), rank) AS said
        FROM product_events
        GROUP BY tenant, product_id
    ),
    merges AS (SELECT tenant, product_id, said.1 AS merged_away_into FROM told WHERE said.1 != ''),
    hops AS
    (
        SELECT tenant, product_id, merged_away_into AS survivor, 1 AS hop FROM merges
        UNION ALL
        SELECT hops.tenant, hops.product_id, merges.merged_away_into, hops.hop + 1
        FROM hops INNER JOIN merges ON hops.tenant = merges.tenant AND hops.survivor = merges.product_id
        WHERE hops.hop < 16
    ),
    ends AS (SELECT tenant, product_id, survivor FROM hops WHERE (tenant, survivor) NOT IN (SELECT tenant, product_id FROM merges))
SELECT counted.tenant AS tenant, counted.product_id AS product_id, counted.survivor AS survivor, told.said.2 AS name, told.said.3 AS category
FROM
(
    SELECT told.tenant AS tenant, told.product_id AS product_id, if(ends.survivor = '', told.product_id, ends.survivor) AS survivor
    FROM told LEFT JOIN ends ON told.tenant = ends.tenant AND told.product_id = ends.product_id
) AS counted
LEFT JOIN told ON counted.tenant = told.tenant AND counted.survivor = told.product_id
SETTINGS join_use_nulls = 0
