-- Not a step: what is done so far, told by a second connection while the night's transaction is open.
-- Grain: one run. Writes: scoring_scoringrun (primary key). Of a night computed again the earlier decisions stand until it
-- is done, and with them the version they were judged by.
UPDATE scoring_scoringrun
SET state = 'running', policy_id = CASE WHEN finished_at IS NULL THEN %(policy)s ELSE policy_id END, steps = %(steps)s, planned = %(planned)s, error = '',
    started_at = %(started_at)s, starts = starts + %(start)s
WHERE id = %(run)s
