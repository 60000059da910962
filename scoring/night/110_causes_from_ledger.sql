-- Grain: one row per account that is overdue or whose profit falls.
-- Reads: scoring_ledgerentry (index-only over ledger_window), scoring_alertrule, accounts_account. Writes: night_cause.
-- An order is a day with revenue above zero. Overdue: the days since the last one exceed threshold × the median of the
-- days between orders, known from min_orders on. Falling: the later half of the window brought less than (1 − threshold)
-- of the half before (revenue − direct cost).
WITH orders AS (
    SELECT DISTINCT account_id, date
    FROM scoring_ledgerentry
    WHERE date <= %(date)s AND revenue_base > 0
),
gaps AS (
    SELECT account_id, date, date - lag(date) OVER (PARTITION BY account_id ORDER BY date) AS days
    FROM orders
),
rhythm AS (
    SELECT account_id, max(date) AS last_order, count(*) AS orders,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric AS usual
    FROM gaps
    GROUP BY account_id
),
halves AS (
    SELECT account_id,
           coalesce(sum(revenue_base - cost_base) FILTER (WHERE date > %(middle)s), 0) AS recent,
           coalesce(sum(revenue_base - cost_base) FILTER (WHERE date <= %(middle)s), 0) AS earlier
    FROM scoring_ledgerentry
    WHERE date > %(half_before)s AND date <= %(date)s
    GROUP BY account_id
),
found AS (
    SELECT account_id, cause, rule.tiers, due_days, jsonb_build_object(
               'last_order', last_order, 'usual_days', usual, 'orders', orders) AS facts
    FROM rhythm
    JOIN scoring_alertrule AS rule ON cause = 'overdue' AND is_enabled
    WHERE orders >= min_orders AND %(date)s - last_order > threshold * usual
    UNION ALL
    SELECT account_id, cause, rule.tiers, due_days, jsonb_build_object(
               'recent', round(recent, 2)::text, 'earlier', round(earlier, 2)::text)
    FROM halves
    JOIN scoring_alertrule AS rule ON cause = 'falling_profit' AND is_enabled
    WHERE earlier > 0 AND recent < (1 - threshold) * earlier
)
INSERT INTO night_cause
SELECT account_id, cause, owner_id, due_days, facts
FROM found
JOIN accounts_account AS account ON account.id = account_id
WHERE archived_at IS NULL AND (cardinality(tiers) = 0 OR tier = ANY (tiers))
