-- Grain: one row per active account that has bought. Reads: churn_order, scoring_tierdecision (decision_from_a_night).
-- Writes: churn_risk (temporary).
-- P(no purchase in the horizon) by BG/NBD, then the logistic on its log-odds; docs/scoring.md derives both, time is in
-- weeks. The result stands on a grid of a tenth in log-odds, in whole per cents. Exponents are held within
-- what a double can carry, a product of two as well.
DROP TABLE IF EXISTS churn_risk;
CREATE TEMP TABLE churn_risk ON COMMIT DROP AS
WITH history AS (
    SELECT churn_order.*, orders - 1 AS repeats,
           (last_order - first_order) / 7.0::float8 AS recency,
           (%(date)s::date - first_order) / 7.0::float8 AS age,
           (%(date)s::date - last_order) / 7.0::float8 AS silence
    FROM churn_order
),
lives AS (
    SELECT history.*,
           CASE WHEN repeats > 0 AND %(has_dropout)s
                THEN 1 / (1 + exp(least(300, greatest(-300,
                         (%(r)s + repeats) * ln((%(alpha)s + age) / (%(alpha)s + recency))
                         + ln(%(a)s) - ln(%(b)s + greatest(repeats, 1) - 1)))))
                ELSE 1 END AS alive,
           exp(greatest(-300, (%(r)s + repeats) * ln((%(alpha)s + age) / (%(alpha)s + age + %(weeks)s)))) AS quiet
    FROM history
),
chance AS (
    SELECT lives.*, least(1 - 1e-6, greatest(1e-6, 1 - alive + alive * quiet)) AS none
    FROM lives
),
judged AS (
    SELECT chance.*,
           %(intercept)s
           + %(odds)s * (ln(none) - ln(1 - none))
           + %(silent)s * ln(1 + silence)
           + %(ordered)s * ln(orders)
           + %(order_value)s * ln(revenue::float8 / orders)
           + %(overdue)s * CASE WHEN repeats > 0 THEN ln(1 + silence) - ln(1 + recency / repeats) ELSE 0 END AS log_odds
    FROM chance
)
SELECT judged.account_id, orders, first_order, last_order, judged.revenue, decision.profit,
       round((1 / (1 + exp(-least(9.2, greatest(-9.2, round(log_odds::numeric, 1)::float8)))))::numeric, 2) AS risk
FROM judged
LEFT JOIN scoring_tierdecision AS decision
    ON decision.account_id = judged.account_id AND entries > 0 AND valid_from <= %(night)s
    AND (valid_until IS NULL OR valid_until > %(night)s);
ANALYZE churn_risk
