-- Not a step: who has taken a shard, told by a second connection while the shard's transaction is open.
-- Grain: one shard of a night. Writes: scoring_nightshard (primary key).
UPDATE scoring_nightshard
SET worker = %(worker)s, started_at = %(started_at)s
WHERE id = %(shard)s
