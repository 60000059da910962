-- What is done so far, told by a second connection. Grain: one what-if. Writes: scoring_whatif (primary key).
UPDATE scoring_whatif
SET state = 'running', done = %(done)s, planned = %(planned)s, error = ''
WHERE id = %(what_if)s
