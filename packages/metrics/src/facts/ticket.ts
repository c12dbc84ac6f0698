import { eventsOf, type Fact, msBetween, oneBin, oneKey } from '../fact.js';

/** Tickets move: opened, answered, resolved and reopened in any order of arrival. */
export const ticket: Fact = {
  name: 'ticket',
  entity: 'ticket',
  dimensions: ['office', 'team', 'rep', 'channel', 'priority'],
  measures: [
    { name: 'opened', type: 'count' },
    { name: 'responded', type: 'count' },
    { name: 'response_ms', type: 'sum_ms' },
    { name: 'response_hist', type: 'map' },
    { name: 'response_s', type: 'map' },
    { name: 'unanswered', type: 'map' },
    { name: 'waiting_since', type: 'map' },
    { name: 'waiting_ended', type: 'count' },
    { name: 'resolved', type: 'count' },
    { name: 'resolution_ms', type: 'sum_ms' },
    { name: 'resolution_hist', type: 'map' },
    { name: 'one_touch', type: 'count' },
    { name: 'reopened', type: 'count' },
  ],
  claims: ['opened_at', 'responded_at', 'resolved_at', 'reopened_at'],
  placed: `
    SELECT
        *,
        toUInt64(is_opening) AS opened,
        toUInt64(is_response) AS responded,
        ${oneBin('is_response', 'response_ms')} AS response_hist,
        ${oneKey('is_response', 'intDiv(response_ms + 999, 1000)')} AS response_s,
        ${oneKey('is_opening AND NOT is_answered', 'opened_s')} AS unanswered,
        ${oneKey('is_opening AND NOT is_answered AND NOT is_resolved', 'opened_s')} AS waiting_since,
        toUInt64(kind = 'waiting_ended') AS waiting_ended,
        toUInt64(is_resolution) AS resolved,
        ${oneBin('is_resolution', 'resolution_ms')} AS resolution_hist,
        toUInt64(is_resolution AND response_count = 1) AS one_touch,
        toUInt64(kind = 'reopened') AS reopened
    FROM
    (
        SELECT
            *,
            place.1 AS kind, place.2 AS place_at, place.3 AS dims_at,
            kind = 'opened' AS is_opening,
            is_opening AND is_answered AS is_response,
            kind = 'resolved' AS is_resolution,
            if(is_response, ${msBetween('opened_at', 'answered_at')}, 0) AS response_ms,
            if(is_resolution, ${msBetween('opened_at', 'resolved_at')}, 0) AS resolution_ms,
            intDiv(toUnixTimestamp64Milli(opened_at) + 999, 1000) AS opened_s
        FROM
        (
            SELECT
                *,
                ifNull(if(is_answered, coalesce(responses[1].3, assigned), assigned), '') AS rep,
                arrayJoin(arrayConcat(
                    [('opened', opened_at, opened_at)],
                    if(is_answered OR is_resolved,
                       [('waiting_ended', multiIf(NOT is_resolved, answered_at, NOT is_answered, resolved_at, least(answered_at, resolved_at)), opened_at)], []),
                    if(is_resolved, [('resolved', resolved_at, resolved_at)], []),
                    arrayMap(at -> ('reopened', at, at), reopenings))) AS place
            FROM
            (
                SELECT
                    *,
                    length(responses) AS response_count,
                    notEmpty(responses) AS is_answered,
                    responses[1].1 AS answered_at,
                    assumeNotNull(last_statement.3) AS resolved_at,
                    last_statement.2 AND assumeNotNull(last_statement.3) >= opened_at AS is_resolved
                FROM
                (
                    SELECT * EXCEPT said, arraySort(arrayFilter(response -> response.1 >= opened_at, said)) AS responses
                    FROM
                    (
                        SELECT
                            tenant, ticket_id,
                            assumeNotNull(argMax(events.opened_at, rank)) AS opened_at,
                            ifNull(argMax(events.channel, rank), '') AS channel,
                            ifNull(argMax(events.priority, rank), '') AS priority,
                            argMaxIf(rep_id, rank, type IN ('ticket.opened', 'ticket.amended')) AS assigned,
                            groupUniqArrayIf(
                                (assumeNotNull(responded_at), rank, rep_id),
                                type = 'ticket.responded' AND author = 'agent' AND visibility = 'public') AS said,
                            arraySort(groupArrayIf((rank, type = 'ticket.resolved', events.resolved_at), type IN ('ticket.resolved', 'ticket.reopened')))[-1] AS last_statement,
                            groupUniqArrayIf(assumeNotNull(reopened_at), type = 'ticket.reopened') AS reopenings
                        FROM (${eventsOf('ticket')}) AS events
                        GROUP BY tenant, ticket_id
                        HAVING countIf(events.opened_at IS NOT NULL) > 0
                           AND NOT argMaxIf(type = 'ticket.removed', rank, type IN ('ticket.opened', 'ticket.removed'))
                    )
                )
            )
        )
    )`,
};
