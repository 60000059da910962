-- Grain: one row per tier ("": unrated). Reads: scoring_standing.
SELECT tier, count(*) AS accounts, sum(profit) AS profit, sum(revenue) AS revenue, sum(minutes) AS minutes,
       sum(cost_to_serve) AS cost_to_serve
FROM scoring_standing
GROUP BY tier
ORDER BY tier
