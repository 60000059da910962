-- In place of 008_anew for a shard: the others stay. Writes: scoring_standing, scoring_rhythm.
DELETE FROM scoring_standing WHERE account_id BETWEEN %(first)s AND %(last)s;
DELETE FROM scoring_rhythm WHERE account_id BETWEEN %(first)s AND %(last)s
