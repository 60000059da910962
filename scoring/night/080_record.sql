-- Grain: one decision per active account and night. Reads: night_decision.
-- Writes: scoring_tierdecision (unique account, business date). A rerun rewrites only what differs.
INSERT INTO scoring_tierdecision AS kept (
    account_id, business_date, run_id, policy_id, tier, computed_tier, previous_tier, rule, computed_rule, revenue, cost,
    cost_to_serve, profit, minutes, entries, active_months, rank, profit_above, next_tier, to_next, to_lower, pin_id,
    months_past
)
SELECT account_id, %(date)s, %(run)s, %(policy)s, tier, computed_tier, previous_tier, rule, computed_rule, revenue, cost,
       cost_to_serve, profit, minutes, entries, active_months, rank, profit_above, next_tier, to_next, to_lower, pin_id,
       months_past
FROM night_decision
ORDER BY account_id
ON CONFLICT (account_id, business_date) DO UPDATE
SET run_id = excluded.run_id, policy_id = excluded.policy_id, tier = excluded.tier,
    computed_tier = excluded.computed_tier, previous_tier = excluded.previous_tier, rule = excluded.rule,
    computed_rule = excluded.computed_rule, revenue = excluded.revenue, cost = excluded.cost,
    cost_to_serve = excluded.cost_to_serve, profit = excluded.profit, minutes = excluded.minutes,
    entries = excluded.entries, active_months = excluded.active_months, rank = excluded.rank,
    profit_above = excluded.profit_above, next_tier = excluded.next_tier, to_next = excluded.to_next,
    to_lower = excluded.to_lower, pin_id = excluded.pin_id, months_past = excluded.months_past
WHERE (kept.run_id, kept.policy_id, kept.tier, kept.computed_tier, kept.previous_tier, kept.rule, kept.computed_rule,
       kept.revenue, kept.cost, kept.cost_to_serve, kept.profit, kept.minutes, kept.entries, kept.active_months,
       kept.rank, kept.profit_above, kept.next_tier, kept.to_next, kept.to_lower, kept.pin_id, kept.months_past)
      IS DISTINCT FROM
      (excluded.run_id, excluded.policy_id, excluded.tier, excluded.computed_tier, excluded.previous_tier, excluded.rule,
       excluded.computed_rule, excluded.revenue, excluded.cost, excluded.cost_to_serve, excluded.profit,
       excluded.minutes, excluded.entries, excluded.active_months, excluded.rank, excluded.profit_above,
       excluded.next_tier, excluded.to_next, excluded.to_lower, excluded.pin_id, excluded.months_past)
