-- Grain: one row per stretch of nights in which the account kept its tier, oldest first. An account that was out of sight
-- of the nights for a while (archived) begins a new one. Reads: scoring_tierdecision of one account
-- (decision_from_a_night), scoring_scoringrun.
WITH decided AS (
    SELECT valid_from, valid_until, tier, rule, profit,
           tier IS DISTINCT FROM lag(tier) OVER in_order
               OR valid_from IS DISTINCT FROM lag(valid_until) OVER in_order AS is_move
    FROM scoring_tierdecision
    WHERE account_id = %(account)s
    WINDOW in_order AS (ORDER BY valid_from)
),
numbered AS (
    SELECT decided.*, count(*) FILTER (WHERE is_move) OVER (ORDER BY valid_from) AS stretch
    FROM decided
),
stretches AS (
    SELECT min(valid_from) AS since,
           max(coalesce(valid_until, 'infinity')) AS ends,
           max(tier) AS tier,
           (array_agg(rule ORDER BY valid_from))[1] AS rule,
           (array_agg(profit ORDER BY valid_from DESC))[1] AS profit
    FROM numbered
    GROUP BY stretch
)
SELECT since, night.until, tier, rule, profit, night.nights
FROM stretches
CROSS JOIN LATERAL (
    SELECT max(business_date) AS until, count(*) AS nights
    FROM scoring_scoringrun
    WHERE finished_at IS NOT NULL AND business_date >= since AND business_date < ends
) AS night
WHERE night.nights > 0
ORDER BY since
