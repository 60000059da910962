-- In place of all sums from rows, for a draft with another window while what is kept is of the night it is judged on.
-- Grain: one row per active account. Reads: scoring_standing, scoring_ledgerentry (index-only over ledger_window: of a longer
-- window the months it has more, of a shorter one the kept window), night_touched, night_served, night_handled,
-- kept_handled. Writes: night_bridged (temporary): the sums that a draft is judged by, and the decision that stands.
-- The draft's sums are the kept ones, and what was booked between the two beginnings more or less (%(sign)s). Of
-- months we know how many were active, not which: the first one is cut by the kept window, and counts as one with the
-- last, which is cut by the day. So these two are taken out and read again with what comes before them, by the bits of
-- the draft's own months. What visits and complaints cost is rounded account by account, and so is not added to.
-- date + 0: the covering index in its own order, where the planner would fetch the rows day by day.
DROP TABLE IF EXISTS night_bridged;
CREATE TEMP TABLE night_bridged ON COMMIT DROP AS
WITH extra AS (
    SELECT account_id,
           sum(revenue_base) FILTER (WHERE date <= %(between_until)s) AS revenue,
           sum(revenue_base - cost_base) FILTER (WHERE date <= %(between_until)s) AS margin,
           count(*) FILTER (WHERE date <= %(between_until)s) AS entries,
           bit_or((%(near_months)s::bigint[])[date - %(after)s::date]) FILTER (WHERE revenue_base > 0) AS near_months,
           bit_or((%(far_months)s::bigint[])[date - %(after)s::date]) FILTER (WHERE revenue_base > 0) AS far_months,
           bool_or(date > %(between_until)s) FILTER (WHERE revenue_base > 0) AS has_ends
    FROM scoring_ledgerentry
    WHERE date + 0 > %(between_after)s
      AND date - %(date)s::date <= 0
      AND (date + 0 <= %(ends_until)s OR date + 0 > %(ends_after)s)
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
       kept.revenue + %(sign)s * coalesce(extra.revenue, 0) AS revenue,
       kept.profit + %(sign)s * coalesce(margin, 0)
       - CASE WHEN spent.account_id IS NULL THEN 0
              ELSE served - (kept.cost_to_serve - kept.rebates - kept.complaints - kept.services) + more_handled END AS profit,
       coalesce(spent.minutes, kept.minutes) AS minutes,
       kept.entries + %(sign)s * coalesce(extra.entries, 0)::integer AS entries,
       (CASE WHEN %(sign)s > 0 THEN kept.active_months - coalesce(has_ends, FALSE)::integer ELSE 0 END
        + bit_count(coalesce(near_months, 0)::bit(64)) + bit_count(coalesce(far_months, 0)::bit(64)))::smallint AS active_months,
       since, tier, computed_tier, months_past, pin_id
FROM scoring_standing AS kept
LEFT JOIN extra USING (account_id)
LEFT JOIN spent USING (account_id);
CREATE INDEX ON night_bridged (profit) WHERE entries > 0;
ANALYZE night_bridged (account_id, profit, entries)
