-- Grain: one row per tier ("": unrated), as in tier_sums.sql: what the night of the basis had, and what came and went since.
-- Reads: scoring_moved.
SELECT tier, sum(accounts)::bigint AS accounts, sum(profit) AS profit, sum(revenue) AS revenue,
       sum(minutes)::bigint AS minutes, sum(cost_to_serve) AS cost_to_serve
FROM (
    SELECT tier, accounts, profit, revenue, minutes, cost_to_serve
    FROM jsonb_to_recordset(%(tiers)s::jsonb)
        AS kept (tier text, accounts bigint, profit numeric, revenue numeric, minutes bigint, cost_to_serve numeric)
    UNION ALL
    SELECT tier, accounts, accounts * profit, accounts * revenue, accounts * minutes, accounts * cost_to_serve
    FROM scoring_moved
) AS side
GROUP BY tier
HAVING sum(accounts) > 0
ORDER BY tier
