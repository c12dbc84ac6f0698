-- What is the net promoter score among customers, vendors and officers?
-- metric_daily is told apart by people alone; what a fact has besides is in the view of its days.
SELECT
    respondent,
    100 * (sum(favourable) - sum(unfavourable)) / nullIf(sum(survey_daily.answers), 0) AS nps,
    sum(survey_daily.answers) AS answers
FROM survey_daily
WHERE tenant = {tenant:String} AND kind = 'nps' AND day >= {from:Date} AND day < {to:Date}
GROUP BY respondent
ORDER BY respondent
