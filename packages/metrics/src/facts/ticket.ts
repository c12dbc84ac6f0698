import { claimants, type Fact, msBetween, oneBin, oneKey } from '../fact.js';

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
        tenant, place.2 AS place_at, place.3 AS dims_at, rep, channel, priority,
        toUInt64(place.1 = 'opened') AS opened,
        toUInt64(opened = 1 AND is_answered) AS responded,
        if(responded = 1, ${msBetween('opened_at', 'answered_at')}, 0) AS response_ms,
        ${oneBin('responded = 1', 'response_ms')} AS response_hist,
        ${oneKey('responded = 1', 'intDiv(response_ms + 999, 1000)')} AS response_s,
        ${oneKey('opened = 1 AND NOT is_answered', 'intDiv(toUnixTimestamp64Milli(opened_at) + 999, 1000)')} AS unanswered,
        ${oneKey('opened = 1 AND NOT is_answered AND NOT is_resolved', 'intDiv(toUnixTimestamp64Milli(opened_at) + 999, 1000)')} AS waiting_since,
        toUInt64(place.1 = 'waiting_ended') AS waiting_ended,
        toUInt64(place.1 = 'resolved') AS resolved,
        if(resolved = 1, ${msBetween('opened_at', 'resolved_at')}, 0) AS resolution_ms,
        ${oneBin('resolved = 1', 'resolution_ms')} AS resolution_hist,
        toUInt64(resolved = 1 AND response_count = 1) AS one_touch,
        toUInt64(place.1 = 'reopened') AS reopened
    FROM
    (
        SELECT
            tenant, ticket_id,
            assumeNotNull(argMax(events.opened_at, rank)) AS opened_at,
            ifNull(argMax(events.channel, rank), '') AS channel,
            ifNull(argMax(events.priority, rank), '') AS priority,
            argMaxIf(rep_id, rank, type IN ('ticket.opened', 'ticket.amended')) AS assigned,
            arraySort(arrayFilter(response -> response.1 >= opened_at, groupUniqArrayIf(
                (assumeNotNull(responded_at), rank, rep_id),
                type = 'ticket.responded' AND author = 'agent' AND visibility = 'public'))) AS responses,
            length(responses) AS response_count,
            response_count > 0 AS is_answered,
            responses[1].1 AS answered_at,
            ifNull(if(is_answered, coalesce(responses[1].3, assigned), assigned), '') AS rep,
            arraySort(groupArrayIf((rank, type = 'ticket.resolved', events.resolved_at), type IN ('ticket.resolved', 'ticket.reopened')))[-1] AS last_statement,
            assumeNotNull(last_statement.3) AS resolved_at,
            last_statement.2 AND resolved_at >= opened_at AS is_resolved,
            groupUniqArrayIf(assumeNotNull(reopened_at), type = 'ticket.reopened') AS reopenings
        FROM ticket_events AS events
        WHERE (tenant, ticket_id) IN (${claimants('ticket')})
        GROUP BY tenant, ticket_id
        HAVING countIf(events.opened_at IS NOT NULL) > 0
           AND NOT argMaxIf(type = 'ticket.removed', rank, type IN ('ticket.opened', 'ticket.removed'))
    )
    ARRAY JOIN arrayConcat(
        [('opened', opened_at, opened_at)],
        if(is_answered OR is_resolved,
           [('waiting_ended', multiIf(NOT is_resolved, answered_at, NOT is_answered, resolved_at, least(answered_at, resolved_at)), opened_at)], []),
        if(is_resolved, [('resolved', resolved_at, resolved_at)], []),
        arrayMap(at -> ('reopened', at, at), reopenings)) AS place`,
};
