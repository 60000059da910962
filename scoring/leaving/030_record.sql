-- Grain: one prediction per active account that has bought. Reads: churn_risk.
-- Writes: scoring_churnprediction (unique account). Only rows that differ are rewritten.
INSERT INTO scoring_churnprediction AS kept (
    account_id, fit_id, risk, orders, first_order, last_order, revenue, profit, at_stake
)
SELECT account_id, %(fit)s, risk, orders, first_order, last_order, revenue, profit,
       round(risk * greatest(coalesce(profit, 0), 0), 2)
FROM churn_risk
ORDER BY account_id
ON CONFLICT (account_id) DO UPDATE
SET fit_id = excluded.fit_id, risk = excluded.risk, orders = excluded.orders, first_order = excluded.first_order,
    last_order = excluded.last_order, revenue = excluded.revenue, profit = excluded.profit, at_stake = excluded.at_stake
WHERE (kept.risk, kept.orders, kept.first_order, kept.last_order, kept.revenue, kept.profit, kept.at_stake)
      IS DISTINCT FROM
      (excluded.risk, excluded.orders, excluded.first_order, excluded.last_order, excluded.revenue, excluded.profit,
       excluded.at_stake)
