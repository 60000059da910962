-- In place of 082_kept for a night that is not the latest: what the kept night looks back on may have changed.
-- Grain: one row per account about which something else was decided. Reads: night_change, scoring_tierdecision
-- (decision_from_a_night). Writes: scoring_standing; scoring_touched, so that the kept night, computed again, looks at them.
UPDATE scoring_standing AS kept
SET since = own.valid_from, previous_tier = coalesce(before.tier, ''),
    previous_computed = coalesce(before.computed_tier, ''), previous_months = coalesce(before.months_past, '{}')
FROM night_change AS found
JOIN scoring_tierdecision AS own
    ON own.account_id = found.account_id AND own.valid_from <= %(kept_until)s
    AND (own.valid_until IS NULL OR own.valid_until > %(kept_until)s)
LEFT JOIN scoring_tierdecision AS before
    ON before.account_id = own.account_id AND before.valid_until = own.valid_from
WHERE found.account_id = kept.account_id;
INSERT INTO scoring_touched (account_id)
SELECT account_id
FROM night_change;
DROP VIEW night_judged;
DROP TABLE night_standing
