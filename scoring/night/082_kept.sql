-- Grain: one row per account about which something else was decided. Reads: night_change. Writes: scoring_standing,
-- and empties scoring_moved: from here on the ladder of this night knows.
UPDATE scoring_standing AS kept
SET since = %(date)s, tier = found.tier, computed_tier = found.computed_tier, rule = found.rule,
    computed_rule = found.computed_rule, months_past = found.months_past, pin_id = found.pin_id,
    previous_tier = tier_before, previous_computed = computed_before, previous_months = months_before
FROM night_change AS found
WHERE found.account_id = kept.account_id AND NOT is_gone;
DELETE FROM scoring_moved;
DROP VIEW night_judged, night_standing
