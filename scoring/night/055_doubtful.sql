-- Where the policy is that of the night before and counts nothing by the calendar. Grain: one row per account that may be
-- decided otherwise: whose sums moved, whom a boundary passed (moved by the buffer, if the account leans on that), for whom
-- a further month past its boundary begins, who has a pin; and who was moved by the night of %(again)s, where that is
-- computed again: what stood before is not what stands.
-- Reads: night_touched, scoring_standing (standing_that_leans, standing_by_profit), scoring_tierpin, scoring_tierdecision
-- (decision_that_moved). Writes: night_doubtful (temporary).
DROP TABLE IF EXISTS night_doubtful;
CREATE TEMP TABLE night_doubtful ON COMMIT DROP AS
SELECT account_id
FROM night_touched
UNION
SELECT account_id
FROM scoring_standing
WHERE (months_past <> '{}' AND NOT %(month)s::date = ANY (months_past)) OR pin_id IS NOT NULL
UNION
SELECT account_id
FROM scoring_tierpin
WHERE created_at <= %(as_of)s AND (removed_at IS NULL OR removed_at > %(as_of)s) AND expires_on >= %(date)s
UNION
SELECT account_id
FROM unnest(%(passed_from)s::numeric[], %(passed_to)s::numeric[], %(by_buffer)s::boolean[]) AS passed (least, most, by_buffer)
JOIN scoring_standing ON entries > 0 AND profit BETWEEN least AND most AND (months_past <> '{}' OR NOT by_buffer)
UNION
SELECT account_id
FROM scoring_tierdecision
WHERE valid_from = %(again)s AND tier <> previous_tier
ORDER BY account_id;
ANALYZE night_doubtful
