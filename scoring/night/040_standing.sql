-- Grain: one row per active account. Reads: night_sums, scoring_tierdecision (decision_from_a_night), night_touched.
-- Writes: scoring_standing, scoring_moved, scoring_touched; night_moved (temporary): whose sums differ, and who came
-- (is_new), where anything is kept; and night_touched: where all sums are made anew, those. Sums that differ are written,
-- accounts that came take over what history says of them; those that went leave. What thereby came and went is kept for
-- ladder and sums by tier, where they go on from a night before. Who is archived already, but after the business date, is
-- looked at again in the next night. Who goes was touched: also where all sums are made anew, nobody else is looked for.
WITH gone AS (
    DELETE FROM scoring_standing AS kept
    WHERE NOT EXISTS (SELECT FROM night_sums WHERE night_sums.account_id = kept.account_id)
      AND account_id IN (SELECT account_id FROM night_touched)  -- only carried
      AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
    RETURNING tier, entries, profit, revenue, minutes, cost_to_serve
)
INSERT INTO scoring_moved (accounts, tier, entries, profit, revenue, minutes, cost_to_serve)
SELECT -1, tier, entries, profit, revenue, minutes, cost_to_serve
FROM gone;
DROP TABLE IF EXISTS night_moved;
CREATE TEMP TABLE night_moved ON COMMIT DROP AS
SELECT found.*, kept.account_id IS NULL AS is_new, kept.tier, kept.entries AS old_entries, kept.profit AS old_profit,
       kept.revenue AS old_revenue, kept.minutes AS old_minutes, kept.cost_to_serve AS old_cost_to_serve
FROM night_sums AS found
LEFT JOIN scoring_standing AS kept ON kept.account_id = found.account_id
WHERE %(kept_until)s::date IS NOT NULL
  AND (kept.revenue, kept.cost, kept.cost_to_serve, kept.rebates, kept.complaints, kept.services, kept.profit, kept.minutes,
       kept.entries, kept.active_months, kept.recent, kept.earlier)
      IS DISTINCT FROM
      (found.revenue, found.cost, found.cost_to_serve, found.rebates, found.complaints, found.services, found.profit, found.minutes,
       found.entries, found.active_months, found.recent, found.earlier);
ANALYZE night_moved (account_id, is_new);
INSERT INTO night_touched (account_id, has_orders)
SELECT account_id, FALSE
FROM night_moved
ON CONFLICT DO NOTHING;
INSERT INTO scoring_moved (accounts, tier, entries, profit, revenue, minutes, cost_to_serve)
SELECT -1, tier, old_entries, old_profit, old_revenue, old_minutes, old_cost_to_serve
FROM night_moved
WHERE NOT is_new
UNION ALL
SELECT 1, tier, entries, profit, revenue, minutes, cost_to_serve
FROM night_moved
WHERE NOT is_new;
UPDATE scoring_standing AS kept
SET revenue = found.revenue, cost = found.cost, cost_to_serve = found.cost_to_serve, rebates = found.rebates,
    complaints = found.complaints, services = found.services, profit = found.profit,
    minutes = found.minutes, entries = found.entries, active_months = found.active_months, recent = found.recent,
    earlier = found.earlier, changed_on = %(date)s
FROM night_moved AS found
WHERE found.account_id = kept.account_id;
INSERT INTO scoring_standing (
    account_id, revenue, cost, cost_to_serve, rebates, complaints, services, profit, minutes, entries, active_months, recent, earlier, changed_on, since,
    tier, computed_tier, rule, computed_rule, months_past, pin_id, previous_tier, previous_computed, previous_months
)
SELECT found.account_id, found.revenue, found.cost, found.cost_to_serve, found.rebates, found.complaints, found.services, found.profit, found.minutes, found.entries,
       found.active_months, recent, earlier,
       CASE WHEN (own.revenue, own.cost, own.cost_to_serve, own.rebates, own.complaints, own.services, own.profit,
                  own.minutes, own.entries, own.active_months)
                 IS DISTINCT FROM
                 (found.revenue, found.cost, found.cost_to_serve, found.rebates, found.complaints, found.services,
                  found.profit, found.minutes, found.entries, found.active_months)
            THEN %(date)s ELSE own.valid_from END,
       own.valid_from, coalesce(own.tier, ''),
       coalesce(own.computed_tier, ''), coalesce(own.rule, ''), coalesce(own.computed_rule, ''),
       coalesce(own.months_past, '{}'), own.pin_id, coalesce(before.tier, ''), coalesce(before.computed_tier, ''),
       coalesce(before.months_past, '{}')
FROM night_sums AS found
LEFT JOIN scoring_tierdecision AS own
    ON own.account_id = found.account_id AND own.valid_from <= %(date)s
    AND (own.valid_until IS NULL OR own.valid_until > %(date)s)
LEFT JOIN scoring_tierdecision AS before
    ON before.account_id = own.account_id AND before.valid_until = own.valid_from
WHERE TRUE
  AND found.account_id IN (SELECT account_id FROM night_moved WHERE is_new)  -- only carried
ORDER BY found.account_id;
INSERT INTO scoring_moved (accounts, tier, entries, profit, revenue, minutes, cost_to_serve)
SELECT 1, tier, entries, profit, revenue, minutes, cost_to_serve
FROM scoring_standing
WHERE account_id IN (SELECT account_id FROM night_moved WHERE is_new);
INSERT INTO scoring_touched (account_id)
SELECT account_id
FROM night_sums
WHERE is_archived
