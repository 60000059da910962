-- Grain: one row per stretch of nights in which the account kept its tier, oldest first.
-- Reads: scoring_tierdecision of one account (decision_of_a_night).
WITH nights AS (
    SELECT business_date, tier, rule, profit,
           tier IS DISTINCT FROM lag(tier) OVER (ORDER BY business_date) AS is_move
    FROM scoring_tierdecision
    WHERE account_id = %(account)s
),
stretches AS (
    SELECT nights.*, count(*) FILTER (WHERE is_move) OVER (ORDER BY business_date) AS stretch
    FROM nights
)
SELECT min(business_date) AS since,
       max(business_date) AS until,
       max(tier) AS tier,
       (array_agg(rule ORDER BY business_date))[1] AS rule,
       (array_agg(profit ORDER BY business_date DESC))[1] AS profit,
       count(*) AS nights
FROM stretches
GROUP BY stretch
ORDER BY since
