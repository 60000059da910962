-- The last step of a shard. Grain: one row per account whose sums may have changed: the night must hear of it.
-- Reads: night_touched, scoring_standing. Writes: scoring_summed.
INSERT INTO scoring_summed (account_id)
SELECT account_id
FROM night_touched
UNION
SELECT account_id
FROM scoring_standing
WHERE changed_on = %(date)s
  AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
