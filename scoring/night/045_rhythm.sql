-- Grain: one row per account with an order up to the business date; but where nothing is kept, only of accounts whose order days may
-- differ. Reads: scoring_ledgerentry (index-only over ledger_window), night_touched. Writes: scoring_rhythm.
-- An order is a day with revenue above zero; its usual days are the median of the days between orders.
INSERT INTO scoring_rhythm (account_id, orders, last_order, usual_days)
SELECT account_id, 1 + count(*) FILTER (WHERE days > 0), max(date),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE days > 0)
FROM (
    SELECT account_id, date, date - lag(date) OVER (PARTITION BY account_id ORDER BY date) AS days
    FROM scoring_ledgerentry
    WHERE date + 0 <= %(date)s AND revenue_base > 0
      AND account_id IN (SELECT account_id FROM night_touched WHERE has_orders)  -- only carried
      AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
) AS gaps
GROUP BY account_id
