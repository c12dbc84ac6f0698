-- One row for each place where a ticket counts now, folded from all its events; see README.md.
SELECT
    tenant, ticket_id, toStartOfFifteenMinutes(toDateTime(greatest(place_at, toDateTime64(0, 3, 'UTC')), 'UTC')) AS bucket, place_at, dims_at,
    ifNull(coalesce(named, arrayLast(assignment -> assignment.1 <= greatest(dims_at, assignments[1].1), assignments).3), '') AS rep,
    channel, priority, schedule, opened_at, worked,
    toUInt64(kind = 'opened') AS opened,
    toUInt64(kind = 'responded') AS responded,
    if(kind = 'responded', spent_ms, 0) AS response_ms,
    if(kind = 'responded', map(spent_bin, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS response_hist,
    if(kind = 'responded', map(intDiv(spent_ms + 999, 1000), toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS response_s,
    if(kind = 'opened' AND is_unanswered, map(since_s, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS unanswered,
    if(kind = 'waits', map(since_s, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS waiting_since,
    toUInt64(kind IN ('waits', 'waited')) AS waiting_began,
    toUInt64(kind = 'waiting_ended') AS waiting_ended,
    toUInt64(kind = 'resolved') AS resolved,
    toUInt64(is_timed) AS resolution_count,
    if(is_timed, spent_ms, 0) AS resolution_ms,
    if(is_timed, map(spent_bin, toUInt64(1)), CAST(map(), 'Map(UInt64, UInt64)')) AS resolution_hist,
    toUInt64(kind = 'resolved' AND responses = 1) AS one_touch,
    toUInt64(kind = 'reopened') AS reopened
FROM
(
    SELECT
        tenant, ticket_id, channel, priority, schedule, opened_at, assignments, responses, is_unanswered,
        place.1 AS kind, place.2 AS place_at, place.3 AS dims_at, place.4 AS named,
        toUInt64(greatest(0, ceil(toUnixTimestamp64Milli(place.5) / 1000))) AS since_s,
        toUnixTimestamp64Milli(dims_at) - toUnixTimestamp64Milli(opened_at) AS told_ms,
        toUInt64(greatest(0, told_ms)) AS spent_ms,
        toUInt64(spent_ms - spent_ms % greatest(1, intDiv(roundToExp2(spent_ms), 64))) AS spent_bin,
        -- Resolved more than a day before it was opened: in no time that could be known.
        kind = 'resolved' AND told_ms >= -86400000 AS is_timed,
        -- What is looked for working time in, epoch ms: for a resolution all but what it was paused; never nothing, if only an instant.
        toUnixTimestamp64Milli(opened_at) AS began,
        toUnixTimestamp64Milli(greatest(dims_at, opened_at)) AS done,
        arrayConcat([began], arrayFilter((at, i) -> i % 2 = 0, held, arrayEnumerate(held))) AS goes_on,
        arrayConcat(arrayFilter((at, i) -> i % 2 = 1, held, arrayEnumerate(held)), [done]) AS stops,
        arrayFilter(span -> span.1 < span.2, arrayMap(i -> (greatest(goes_on[i], began), least(stops[i], done)), arrayEnumerate(goes_on))) AS unpaused,
        multiIf(kind = 'responded', [(began, done)], NOT is_timed, [], empty(unpaused), [(began, began)], unpaused) AS worked
    FROM
    (
        SELECT
            tenant, ticket_id, channel, priority, schedule, held, opened_at, assignments, responses, answered_at, responder, turns, NEVER,
            turns[-1].2 AS is_resolved,
            answered_at IS NULL AND NOT is_resolved AS is_unanswered,
            -- With one owner each: from, to, and since when the ticket waits, whoever had it.
            arrayFlatten(arrayMap(
                (spell, cuts) -> arrayMap((start, finish) -> (start, finish, spell.1), cuts, arrayPushBack(arrayPopFront(cuts), spell.2)),
                spells, arrayMap(spell -> arrayDistinct(arrayConcat([spell.1], arrayFilter(at -> at > spell.1 AND at < spell.2, hand_overs))), spells))) AS waits
        FROM
        (
            SELECT
                tenant, ticket_id, channel, priority, schedule, held, opened_at, assignments, responses, answered_at, responder, turns, NEVER,
                arrayMap(assignment -> assignment.1, arrayFilter(assignment -> assignment.4, assignments)) AS hand_overs,
                -- Open from each odd one until the next.
                arrayConcat([opened_at], arraySlice(clock, if(NOT empty(turns) AND NOT turns[1].2, 2, 1))) AS changes,
                arrayFilter(spell -> spell.1 < spell.2, arrayMap(
                    i -> (changes[i], least(ifNull(answered_at, NEVER), if(i < length(changes), changes[i + 1], NEVER))),
                    range(1, length(changes) + 1, 2))) AS spells
            FROM
            (
                SELECT
                    tenant, ticket_id, channel, priority, schedule, held, opened_at, assignments, turns, toDateTime64('2299-01-01 00:00:00', 3, 'UTC') AS NEVER,
                    if(empty(answers), NULL, greatest(answers[1].1, opened_at)) AS answered_at,
                    arrayFirst(answer -> answer.3 IS NOT NULL AND toStartOfSecond(answer.1) = toStartOfSecond(answers[1].1), answers).3 AS responder,
                    -- What has no id at the vendor is one response with all else of its second.
                    arrayDistinct(arrayMap(answer -> toStartOfSecond(answer.1), arrayFilter(answer -> answer.4, answers))) AS named_seconds,
                    arrayDistinct(arrayMap(answer -> toStartOfSecond(answer.1), arrayFilter(answer -> NOT answer.4, answers))) AS other_seconds,
                    arrayCount(answer -> answer.4, answers) + arrayCount(second -> NOT has(named_seconds, second), other_seconds) AS responses,
                    -- A turn told of before the one that it follows takes place at that one.
                    arrayMap(i -> greatest(opened_at, arrayMax(arrayMap(turn -> turn.3, arraySlice(turns, 1, i)))), arrayEnumerate(turns)) AS clock
                FROM
                (
                    SELECT
                        tenant, ticket_id, channel, priority, schedule, opened_at, assignments,
                        -- Paused from each odd one until the next, epoch ms.
                        arrayMap(hold -> toUnixTimestamp64Milli(hold.1), arrayFilter((hold, i) -> hold.3 != (i > 1 AND holds[i - 1].3), holds, arrayEnumerate(holds))) AS held,
                        -- Of an unbroken run of statements that say the same, the first.
                        arrayFilter((statement, i) -> i = 1 OR statement.2 != statements[i - 1].2, statements, arrayEnumerate(statements)) AS turns,
                        -- The opening message of an agent is no response.
                        arraySort(arrayFilter(
                            answer -> opened_by != 'agent' OR toStartOfSecond(answer.1) > toStartOfSecond(opened_at),
                            arrayMap(response -> (response.4, response.1, coalesce(response.5, arrayFirst(other -> other.2 = response.2 AND other.5 IS NOT NULL, told).5), response.6),
                                arrayFilter((response, telling) -> telling = 1 AND response.3, told, arrayEnumerateUniq(arrayMap(each -> each.2, told)))))) AS answers
                    FROM
                    (
                        SELECT
                            tenant, ticket_id,
                            assumeNotNull(argMax(last_opened_at, rank)) AS opened_at,
                            ifNull(argMax(opened_by, rank), '') AS opened_by,
                            ifNull(argMaxIf((last_channel,), rank, last_channel IS NOT NULL OR has(cleared, 'channel')).1, '') AS channel,
                            ifNull(argMaxIf((last_priority,), rank, last_priority IS NOT NULL OR has(cleared, 'priority')).1, '') AS priority,
                            ifNull(argMaxIf((last_schedule,), rank, last_schedule IS NOT NULL OR has(cleared, 'schedule_id')).1, '') AS schedule,
                            arraySort(groupArrayIf((assumeNotNull(ifNull(paused_at, resumed_at)), rank, type = 'ticket.paused'), type IN ('ticket.paused', 'ticket.resumed'))) AS holds,
                            arraySort(groupArrayIf((ifNull(effective_at, occurred_at), rank, rep_id, type = 'ticket.amended'),
                                type IN ('ticket.opened', 'ticket.amended') AND (rep_id IS NOT NULL OR has(cleared, 'rep_id')))) AS assignments,
                            arraySort(groupArrayIf((rank, type = 'ticket.resolved', assumeNotNull(ifNull(resolved_at, reopened_at)), rep_id), type IN ('ticket.resolved', 'ticket.reopened'))) AS statements,
                            -- The last telling of each response first.
                            arrayReverseSort(groupArrayIf(
                                (rank, ifNull(response_id, concat('\0', source, '\0', event_id)), type = 'ticket.responded' AND ifNull(author = 'agent' AND visibility = 'public', false),
                                    ifNull(responded_at, toDateTime64(0, 3, 'UTC')), rep_id, response_id IS NOT NULL),
                                type IN ('ticket.responded', 'ticket.response_removed'))) AS told
                        FROM
                        (
                            SELECT
                                tenant, ticket_id, type, source, event_id, occurred_at, author, visibility, rep_id, responded_at, response_id, resolved_at, reopened_at,
                                effective_at, cleared, opened_by, paused_at, resumed_at, rank,
                                opened_at AS last_opened_at, channel AS last_channel, priority AS last_priority, schedule_id AS last_schedule
                            FROM ticket_events
                            WHERE (tenant, ticket_id) NOT IN (SELECT tenant, entity_id FROM erasures WHERE entity = 'ticket')
                        )
                        GROUP BY tenant, ticket_id
                        HAVING countIf(last_opened_at IS NOT NULL) > 0
                           AND NOT argMaxIf(type = 'ticket.removed', rank, type IN ('ticket.opened', 'ticket.removed'))
                    )
                )
            )
        )
    )
    ARRAY JOIN arrayConcat(
        [('opened', opened_at, opened_at, CAST(NULL, 'Nullable(String)'), opened_at)],
        if(answered_at IS NULL, [], [('responded', opened_at, assumeNotNull(answered_at), responder, opened_at)]),
        arrayMap(wait -> (if(wait.2 < NEVER, 'waited', 'waits'), wait.1, wait.1, NULL, wait.3), waits),
        arrayMap(wait -> ('waiting_ended', wait.2, wait.1, NULL, wait.3), arrayFilter(wait -> wait.2 < NEVER, waits)),
        if(is_resolved, [('resolved', turns[-1].3, turns[-1].3, turns[-1].4, opened_at)], []),
        arrayMap(turn -> ('reopened', turn.3, turn.3, NULL, turn.3), arrayFilter(turn -> NOT turn.2, turns))) AS place
)
