-- The last step of a shard. Grain: one row per account whose sums may have changed: the night must hear of it.
-- Reads: night_touched. Writes: scoring_summed.
INSERT INTO scoring_summed (account_id)
SELECT account_id
FROM night_touched
