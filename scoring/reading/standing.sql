-- Grain: one row: what the night that stands says of one account, with its place in the ranking and the policy.
-- Reads: scoring_scoringrun, scoring_tierpolicy, scoring_tierdecision (decision_from_a_night; index-only over
-- decision_by_profit one part of the ranking), scoring_ladder (ladder_of_a_night).
WITH night AS (
    SELECT id, business_date, policy_id, positive_profit, rated
    FROM scoring_scoringrun
    WHERE finished_at IS NOT NULL AND business_date <= %(today)s
    ORDER BY rated = 0, business_date DESC
    LIMIT 1
),
own AS (
    SELECT decision.*, night.id AS night_id, business_date, policy_id, positive_profit, rated
    FROM night
    JOIN scoring_tierdecision AS decision
        ON account_id = %(account)s AND valid_from <= business_date
        AND (valid_until IS NULL OR valid_until > business_date)
)
SELECT own.computed_rule, own.computed_tier, own.profit, own.revenue, own.active_months, positive_profit, rated, window_months,
       CASE WHEN own.entries > 0 THEN coalesce(step.accounts, 0) + beside.accounts + 1 END AS rank,
       CASE WHEN own.entries > 0 THEN coalesce(step.profit, 0) + beside.profit END AS above,
       slim_margin, platinum_share, platinum_rank, gold_share, loyal_months, min_months, lift_score
FROM own
JOIN scoring_tierpolicy AS policy ON policy.id = policy_id
LEFT JOIN LATERAL (
    SELECT least, accounts, profit
    FROM scoring_ladder
    WHERE run_id = night_id AND least > own.profit
    ORDER BY least
    LIMIT 1
) AS step ON own.entries > 0
LEFT JOIN LATERAL (
    SELECT count(*) AS accounts, coalesce(sum(order_profit), 0) AS profit
    FROM scoring_tierdecision AS other
    WHERE own.entries > 0  -- here too: else all that earned as little as an account without entries are counted
      AND other.order_profit >= own.profit AND other.order_profit < coalesce(step.least, 'Infinity')
      AND (other.order_profit > own.profit OR other.account_id < own.account_id)
      AND other.valid_from <= business_date AND (other.valid_until IS NULL OR other.valid_until > business_date)
) AS beside ON own.entries > 0
