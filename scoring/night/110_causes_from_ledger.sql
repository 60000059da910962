-- Grain: one row per account that is overdue or whose profit falls. Reads: scoring_rhythm, scoring_standing,
-- scoring_alertrule, accounts_account. Writes: night_ledger_cause, a view.
-- Overdue: the days since the last order exceed threshold × the usual days between orders, known from min_orders on.
-- Falling: the later half of the window brought less than (1 − threshold) of the half before (revenue − direct cost).
CREATE TEMP VIEW night_ledger_cause AS
WITH found AS (
    SELECT account_id, cause, rule.tiers, due_days, jsonb_build_object(
               'last_order', last_order, 'usual_days', trim_scale(usual_days), 'orders', orders) AS facts
    FROM scoring_rhythm
    JOIN scoring_alertrule AS rule ON cause = 'overdue' AND is_enabled
    WHERE orders >= min_orders AND %(date)s::date - last_order > threshold * usual_days
    UNION ALL
    SELECT account_id, cause, rule.tiers, due_days, jsonb_build_object(
               'recent', round(recent, 2)::text, 'earlier', round(earlier, 2)::text)
    FROM scoring_standing
    JOIN scoring_alertrule AS rule ON cause = 'falling_profit' AND is_enabled
    WHERE earlier > 0 AND recent < (1 - threshold) * earlier
)
SELECT account_id, cause, owner_id, due_days, facts
FROM found
JOIN accounts_account AS account ON account.id = account_id
WHERE archived_at IS NULL AND (cardinality(tiers) = 0 OR tier = ANY (tiers))
