-- Which deals were won, by whom, and how long did each take? A row of deals is a place where one counts: won is 1 where it was won.
SELECT deal_id, at, rep, rep_name, office_name, won_amount, currency, if(cycle_count = 1, cycle_ms, NULL) AS sales_cycle
FROM deals
WHERE tenant = {tenant:String} AND won = 1 AND day >= {from:Date} AND day < {to:Date}
ORDER BY at, deal_id
