-- One row for each place where a customer counts now, folded from all its events and those of what was merged into it; see README.md.
SELECT * FROM customer_own_places WHERE (tenant, account_id) NOT IN (SELECT tenant, survivor FROM account_merges)
UNION ALL
SELECT * FROM customer_merged_places
