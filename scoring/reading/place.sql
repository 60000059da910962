-- Grain: one row per rated account asked for: its rank in the night of %(run)s and the profit of those ranked above.
-- Reads: scoring_ladder (ladder_of_a_night), scoring_tierdecision (index-only over decision_by_profit), of which no more
-- than one part of the ranking for each account.
SELECT asked.account_id,
       coalesce(step.accounts, 0) + beside.accounts + 1 AS rank,
       coalesce(step.profit, 0) + beside.profit AS above
FROM unnest(%(accounts)s::bigint[], %(profits)s::numeric[]) AS asked (account_id, profit)
LEFT JOIN LATERAL (
    SELECT least, accounts, profit
    FROM scoring_ladder
    WHERE run_id = %(run)s AND least > asked.profit
    ORDER BY least
    LIMIT 1
) AS step ON TRUE
CROSS JOIN LATERAL (
    SELECT count(*) AS accounts, coalesce(sum(order_profit), 0) AS profit
    FROM scoring_tierdecision
    WHERE order_profit >= asked.profit AND order_profit < coalesce(step.least, 'Infinity')
      AND (order_profit > asked.profit OR account_id < asked.account_id)
      AND valid_from <= %(date)s AND (valid_until IS NULL OR valid_until > %(date)s)
) AS beside
