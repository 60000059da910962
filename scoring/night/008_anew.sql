-- Where nothing that was kept can be gone on from. Writes: scoring_standing, scoring_rhythm, scoring_moved.
TRUNCATE scoring_standing, scoring_rhythm, scoring_moved
