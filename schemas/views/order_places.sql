-- One row for each place where an order counts now, folded from all its events: itself once, and each of its lines; see README.md.
SELECT
    tenant, order_id, bucket, place_at, place_at AS dims_at, rep, account, currency,
    place.1 AS product,
    toUInt64(place.2) AS orders,
    toUInt64(place.3) AS lines,
    place.4 AS units,
    toDecimal128(place.5, 4) AS revenue
FROM
(
    SELECT
        tenant, bucket, placed_at AS place_at, order_id,
        ifNull(argMax(rep_id, rank), '') AS rep,
        ifNull(argMax(last_account, rank), '') AS account,
        ifNull(argMax(last_currency, rank), '') AS currency,
        argMaxIf(last_lines, rank, notEmpty(last_lines) OR has(cleared, 'lines')) AS said_lines
    FROM
    (
        SELECT
            tenant, bucket, placed_at, order_id, type, rank, cleared, lines AS last_lines,
            if(has(cleared, 'rep_id'), '', rep_id) AS rep_id,
            if(has(cleared, 'account_id'), '', account_id) AS last_account,
            if(has(cleared, 'currency'), '', currency) AS last_currency
        FROM order_events
        WHERE (tenant, order_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'order')
    )
    GROUP BY tenant, bucket, placed_at, order_id
    HAVING countIf(type = 'order.placed') > 0
       AND NOT argMaxIf(type = 'order.removed', rank, type IN ('order.placed', 'order.removed'))
)
ARRAY JOIN arrayConcat(
    [('', 1, 0, toInt64(0), toDecimal64(0, 4))],
    arrayMap(line -> (line.product, 0, 1, line.quantity, line.amount), said_lines)) AS place
