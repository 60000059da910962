-- Grain: one row per account about which something else was decided. Reads: night_change. Writes: scoring_standing,
-- scoring_moved (which sums went from one tier to another).
INSERT INTO scoring_moved (accounts, tier, entries, profit, revenue, minutes, cost_to_serve)
SELECT side.accounts, side.tier, kept.entries, profit, revenue, minutes, cost_to_serve
FROM (SELECT account_id, tier FROM night_change WHERE NOT is_gone) AS found
JOIN (SELECT account_id, tier AS old_tier, entries, profit, revenue, minutes, cost_to_serve FROM scoring_standing) AS kept
    ON kept.account_id = found.account_id AND old_tier <> found.tier
CROSS JOIN LATERAL (VALUES (-1, old_tier), (1, found.tier)) AS side (accounts, tier);
UPDATE scoring_standing AS kept
SET since = %(date)s, tier = found.tier, computed_tier = found.computed_tier, rule = found.rule,
    computed_rule = found.computed_rule, months_past = found.months_past, pin_id = found.pin_id,
    previous_tier = tier_before, previous_computed = computed_before, previous_months = months_before
FROM night_change AS found
WHERE found.account_id = kept.account_id AND NOT is_gone;
DROP VIEW night_judged, night_standing
