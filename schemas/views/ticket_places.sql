-- One row for each place where a ticket counts now, folded from all its events; see README.md.
SELECT
    tenant, ticket_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    rep, channel, priority,
    toUInt64(is_opening) AS opened,
    toUInt64(response IS NOT NULL) AS responded,
    ifNull(response, 0) AS response_ms,
    if(response IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(response_ms - response_ms % greatest(1, intDiv(roundToExp2(response_ms), 64))), toUInt64(1))) AS response_hist,
    if(response IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(intDiv(response_ms + 999, 1000), toUInt64(1))) AS response_s,
    if(is_opening AND answered_at IS NULL, map(opened_s, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS unanswered,
    if(is_opening AND answered_at IS NULL AND resolved_at IS NULL, map(opened_s, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS waiting_since,
    toUInt64(kind = 'waiting_ended') AS waiting_ended,
    toUInt64(resolution IS NOT NULL) AS resolved,
    ifNull(resolution, 0) AS resolution_ms,
    if(resolution IS NULL, CAST(map(), 'Map(UInt64, UInt64)'), map(toUInt64(resolution_ms - resolution_ms % greatest(1, intDiv(roundToExp2(resolution_ms), 64))), toUInt64(1))) AS resolution_hist,
    toUInt64(resolution IS NOT NULL AND responses = 1) AS one_touch,
    toUInt64(kind = 'reopened') AS reopened
FROM
(
    SELECT
        tenant, ticket_id, rep, channel, priority, responses, answered_at, resolved_at,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at,
        kind = 'opened' AS is_opening,
        toUInt64(greatest(0, intDiv(toUnixTimestamp64Milli(opened_at) + 999, 1000))) AS opened_s,
        if(is_opening AND answered_at IS NOT NULL, toUInt64(toUnixTimestamp64Milli(answered_at) - toUnixTimestamp64Milli(opened_at)), NULL) AS response,
        if(kind = 'resolved', toUInt64(toUnixTimestamp64Milli(resolved_at) - toUnixTimestamp64Milli(opened_at)), NULL) AS resolution
    FROM
    (
        SELECT
            tenant, ticket_id, channel, priority, opened_at, reopenings,
            length(public_answers) AS responses,
            ifNull(coalesce(public_answers[1].3, assigned), '') AS rep,
            if(empty(public_answers), NULL, public_answers[1].1) AS answered_at,
            if(last_statement.2 AND last_statement.3 >= opened_at, last_statement.3, NULL) AS resolved_at,
            least(ifNull(answered_at, resolved_at), ifNull(resolved_at, answered_at)) AS waiting_ended_at
        FROM
        (
            SELECT
                tenant, ticket_id, channel, priority, assigned, opened_at, last_statement, reopenings,
                arraySort(arrayFilter(answer -> answer.1 >= opened_at, said)) AS public_answers
            FROM
            (
                SELECT
                    tenant, ticket_id,
                    assumeNotNull(argMax(last_opened_at, rank)) AS opened_at,
                    ifNull(argMax(last_channel, rank), '') AS channel,
                    ifNull(argMax(last_priority, rank), '') AS priority,
                    argMaxIf(rep_id, rank, type IN ('ticket.opened', 'ticket.amended')) AS assigned,
                    groupUniqArrayIf((assumeNotNull(responded_at), rank, rep_id), type = 'ticket.responded' AND author = 'agent' AND visibility = 'public') AS said,
                    arraySort(groupArrayIf((rank, type = 'ticket.resolved', resolved_at), type IN ('ticket.resolved', 'ticket.reopened')))[-1] AS last_statement,
                    groupUniqArrayIf(assumeNotNull(reopened_at), type = 'ticket.reopened') AS reopenings
                FROM
                (
                    SELECT
                        tenant, ticket_id, type, author, visibility, rep_id, responded_at, resolved_at, reopened_at, rank,
                        opened_at AS last_opened_at, channel AS last_channel, priority AS last_priority
                    FROM ticket_events
                )
                GROUP BY tenant, ticket_id
                HAVING countIf(last_opened_at IS NOT NULL) > 0
                   AND NOT argMaxIf(type = 'ticket.removed', rank, type IN ('ticket.opened', 'ticket.removed'))
            )
        )
    )
    ARRAY JOIN arrayConcat(
        [('opened', opened_at, opened_at)],
        if(waiting_ended_at IS NULL, [], [('waiting_ended', assumeNotNull(waiting_ended_at), opened_at)]),
        if(resolved_at IS NULL, [], [('resolved', assumeNotNull(resolved_at), assumeNotNull(resolved_at))]),
        arrayMap(at -> ('reopened', at, at), reopenings)) AS place
)
