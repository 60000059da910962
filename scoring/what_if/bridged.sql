-- In place of all sums from rows, for a draft with another window while what is kept is of the night it is judged on.
-- Grain: one row per active account. Reads: scoring_standing, scoring_ledgerentry (index-only over ledger_window),
-- night_touched, night_served, night_handled, kept_handled. Writes: night_bridged (temporary): the sums that a draft is
-- judged by, and the decision that stands.
-- The draft's sums are the kept ones, and what was booked between the two beginnings more or less (%(sign)s). Active
-- months are still those of the kept window: bridged_months counts them where they decide. What visits and complaints
-- cost is rounded account by account, and so is not added to.
-- No index over profit: to make it costs more than the two scans in which its boundaries are found. No ANALYZE: it costs a
-- tenth of a second of a million accounts, and what reads this table reads all of it.
DROP TABLE IF EXISTS night_bridged;
CREATE TEMP TABLE night_bridged ON COMMIT DROP AS
WITH extra AS (
    SELECT account_id, CASE WHEN %(sign)s > 0 THEN sum(revenue_base) ELSE -sum(revenue_base) END AS revenue,
           CASE WHEN %(sign)s > 0 THEN sum(cost_base) ELSE -sum(cost_base) END AS cost, %(sign)s * count(*)::integer AS entries
    FROM scoring_ledgerentry
    WHERE date > %(between_after)s AND date <= %(between_until)s
    GROUP BY account_id
),
spent AS (
    SELECT account_id, coalesce(minutes, 0) AS minutes, coalesce(cost_to_serve, 0) AS served,
           coalesce(night_handled.handled, 0) - coalesce(kept_handled.handled, 0) AS more_handled
    FROM night_touched
    LEFT JOIN night_served USING (account_id)
    LEFT JOIN night_handled USING (account_id)
    LEFT JOIN kept_handled USING (account_id)
)
SELECT kept.account_id,
       kept.revenue + coalesce(extra.revenue, 0) AS revenue,
       kept.profit + coalesce(extra.revenue - extra.cost, 0)
       - CASE WHEN spent.account_id IS NULL THEN 0
              ELSE served - (kept.cost_to_serve - kept.rebates - kept.complaints - kept.services) + more_handled END AS profit,
       coalesce(spent.minutes, kept.minutes) AS minutes,
       kept.entries + coalesce(extra.entries, 0) AS entries,
       active_months, since, tier, computed_tier, months_past, pin_id
FROM scoring_standing AS kept
LEFT JOIN extra USING (account_id)
LEFT JOIN spent USING (account_id)
ORDER BY account_id  -- so that ledger and kept sums, both read in this order, are merged and not hashed
