-- Grain: one row per account that is overdue or whose profit falls, and is not lost. Reads: scoring_rhythm, scoring_standing,
-- scoring_alertrule, night_alive, night_watched. Writes: night_ledger_cause, a view.
-- Overdue: the days since the last order exceed threshold × the usual days between orders, known from min_orders on.
-- Falling: the later half of the window brought less than (1 − threshold) of the half before (revenue − direct cost).
CREATE TEMP VIEW night_ledger_cause AS
WITH found AS (
    SELECT account_id, cause, rule.tiers, due_days, last_order AS one_day, orders AS number, usual_days AS amount,
           NULL::numeric AS other_amount
    FROM scoring_rhythm
    JOIN scoring_alertrule AS rule ON cause = 'overdue' AND is_enabled
    WHERE orders >= min_orders AND %(date)s::date - last_order > threshold * usual_days
      AND account_id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'overdue') = 'overdue')  -- only watched
    UNION ALL
    SELECT account_id, cause, rule.tiers, due_days, NULL, NULL, recent, earlier
    FROM scoring_standing
    JOIN scoring_alertrule AS rule ON cause = 'falling_profit' AND is_enabled
    WHERE earlier > 0 AND recent < (1 - threshold) * earlier
      AND account_id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'falling_profit') = 'falling_profit')  -- only watched
)
SELECT account_id, cause, owner_id, due_days, NULL::jsonb AS facts, one_day, NULL::date AS other_day, number, amount,
       other_amount
FROM found
JOIN night_alive AS account ON account.id = account_id
WHERE cardinality(tiers) = 0 OR tier = ANY (tiers)
