-- Grain: one row per account with an entry other than a sale in the window or in the half before; but where all are made
-- anew, only of accounts touched. Reads: scoring_ledgerentry (index-only over ledger_other_costs), night_touched.
-- Writes: night_other (temporary).
-- What an account costs us beside its sales and visits. 030_profit sums the cost of all kinds over the covering index,
-- and takes these out of it again: so the kind need not stand in that index. other_recent and other_earlier: of the two
-- halves, see there.
DROP TABLE IF EXISTS night_other;
CREATE TEMP TABLE night_other ON COMMIT DROP AS
SELECT account_id,
       coalesce(sum(cost_base) FILTER (WHERE kind = 'rebate' AND date > %(after)s), 0) AS rebates,
       coalesce(sum(cost_base) FILTER (WHERE kind = 'complaint' AND date > %(after)s), 0) AS complaints,
       coalesce(sum(cost_base) FILTER (WHERE kind = 'service' AND date > %(after)s), 0) AS services,
       coalesce(sum(cost_base) FILTER (WHERE date > %(middle)s), 0) AS other_recent,
       coalesce(sum(cost_base) FILTER (WHERE date > %(half_before)s AND date <= %(middle)s), 0) AS other_earlier
FROM scoring_ledgerentry
WHERE kind <> 'sale' AND date > least(%(after)s::date, %(half_before)s::date) AND date <= %(date)s
  AND account_id IN (SELECT account_id FROM night_touched)  -- only touched
  AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
GROUP BY account_id;
ANALYZE night_other
