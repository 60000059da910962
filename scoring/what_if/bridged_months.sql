-- Grain: one row per account of which its months decide: at the level of gold, buffer included and not surely platinum, who
-- a longer window may make loyal (if it has as many entries), or a shorter one no longer (which has no month that the longer
-- has not); where the policy weighs the stability of accounts, everybody. Reads: scoring_ledgerentry (index-only over ledger_window). Writes: night_bridged.
-- Months are counted as in 030_profit.
UPDATE night_bridged
SET active_months = (
    SELECT bit_count(coalesce(bit_or((%(near_months)s::bigint[])[date - %(after)s::date]), 0)::bit(64))
           + bit_count(coalesce(bit_or((%(far_months)s::bigint[])[date - %(after)s::date]), 0)::bit(64))
    FROM scoring_ledgerentry
    WHERE scoring_ledgerentry.account_id = night_bridged.account_id
      AND date > %(after)s AND date <= %(date)s AND revenue_base > 0
)
WHERE TRUE
  AND entries > 0 AND (entries >= %(loyal_months)s OR %(sign)s < 0)  -- only gate
  AND profit >= %(gold_wide_profit)s AND profit <= %(platinum_narrow_profit)s  -- only gate
  AND (active_months < %(loyal_months)s) = (%(sign)s > 0)  -- only gate
