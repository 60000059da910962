-- Not a step: what is done so far, told by a second connection while the night's transaction is open.
-- Grain: one run. Writes: scoring_scoringrun (primary key).
UPDATE scoring_scoringrun
SET state = 'running', policy_id = %(policy)s, steps = %(steps)s, planned = %(planned)s, error = '',
    started_at = %(started_at)s, starts = starts + %(start)s
WHERE id = %(run)s
