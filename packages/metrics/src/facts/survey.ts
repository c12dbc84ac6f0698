import { claimants, type Fact } from '../fact.js';

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
        tenant, place.2 AS place_at, place_at AS dims_at, rep, kind, respondent,
        toUInt64(place.1 = 'sent') AS sent,
        toUInt64(sent = 1 AND answered_at IS NOT NULL) AS sent_answered,
        toUInt64(place.1 = 'answered') AS answers,
        if(answers = 1, toInt64(ifNull(last_score, 0)), 0) AS score_sum,
        toUInt64(answers = 1 AND multiIf(kind = 'csat', last_score >= 4, kind = 'nps', last_score >= 9, last_score > 4)) AS favourable,
        toUInt64(answers = 1 AND multiIf(kind = 'csat', last_score <= 2, kind = 'nps', last_score <= 6, last_score < 4)) AS unfavourable
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
        FROM survey_events AS events
        WHERE (tenant, survey_id) IN (${claimants('survey')})
        GROUP BY tenant, survey_id
    )
    ARRAY JOIN arrayMap(p -> (p.1, assumeNotNull(p.2)), arrayFilter(p -> p.2 IS NOT NULL, [('sent', sent_at), ('answered', answered_at)])) AS place`,
};
