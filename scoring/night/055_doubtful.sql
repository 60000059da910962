-- Where the policy is that of the night before and counts nothing by the calendar. Grain: one row per account that may be
-- decided otherwise: whose sums moved, who leans on buffer, patience or a pin, whom the boundaries passed; and who was
-- moved by the night of %(again)s, where that is computed again: what stood before is not what stands.
-- Reads: night_touched, scoring_standing (standing_that_leans, standing_by_profit), scoring_tierpin, scoring_tierdecision
-- (decision_that_moved). Writes: night_doubtful (temporary).
DROP TABLE IF EXISTS night_doubtful;
CREATE TEMP TABLE night_doubtful ON COMMIT DROP AS
SELECT account_id
FROM night_touched
UNION
SELECT account_id
FROM scoring_standing
WHERE since IS NULL OR months_past <> '{}' OR pin_id IS NOT NULL
UNION
SELECT account_id
FROM scoring_tierpin
WHERE created_at <= %(as_of)s AND (removed_at IS NULL OR removed_at > %(as_of)s) AND expires_on >= %(date)s
UNION
SELECT account_id
FROM scoring_standing
WHERE entries > 0 AND profit BETWEEN %(platinum_least)s AND %(platinum_most)s
UNION
SELECT account_id
FROM scoring_standing
WHERE entries > 0 AND profit BETWEEN %(gold_least)s AND %(gold_most)s
UNION
SELECT account_id
FROM scoring_tierdecision
WHERE valid_from = %(again)s AND tier <> previous_tier;
ANALYZE night_doubtful
