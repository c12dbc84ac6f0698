import { eventsOf, type Fact } from '../fact.js';

/** Surveys move: they count where they were sent and where they were answered. */
export const survey: Fact = {
  name: 'survey',
  entity: 'survey',
  dimensions: ['office', 'team', 'rep', 'kind', 'respondent'],
  measures: [
    { name: 'sent', type: 'count' },
    { name: 'sent_answered', type: 'count' },
    { name: 'answers', type: 'count' },
    { name: 'score_sum', type: 'sum' },
    { name: 'favourable', type: 'count' },
    { name: 'unfavourable', type: 'count' },
  ],
  claims: ['sent_at', 'answered_at'],
  placed: `
    SELECT
        *,
        toUInt64(NOT is_answer) AS sent,
        toUInt64(NOT is_answer AND answered_at IS NOT NULL) AS sent_answered,
        toUInt64(is_answer) AS answers,
        if(is_answer, toInt64(ifNull(last_score, 0)), 0) AS score_sum,
        toUInt64(is_answer AND multiIf(kind = 'csat', last_score >= 4, kind = 'nps', last_score >= 9, last_score > 4)) AS favourable,
        toUInt64(is_answer AND multiIf(kind = 'csat', last_score <= 2, kind = 'nps', last_score <= 6, last_score < 4)) AS unfavourable
    FROM
    (
        SELECT
            *,
            arrayJoin(arrayFilter(place -> place.2 IS NOT NULL, [(false, sent_at), (true, answered_at)])) AS place,
            place.1 AS is_answer, assumeNotNull(place.2) AS place_at, assumeNotNull(place.2) AS dims_at
        FROM
        (
            SELECT
                tenant, survey_id,
                argMax(events.sent_at, rank) AS sent_at,
                argMax(events.answered_at, rank) AS answered_at,
                argMax(score, rank) AS last_score,
                ifNull(argMax(events.kind, rank), '') AS kind,
                ifNull(argMax(events.respondent, rank), '') AS respondent,
                ifNull(argMax(rep_id, rank), '') AS rep
            FROM (${eventsOf('survey')}) AS events
            GROUP BY tenant, survey_id
        )
    )`,
};
