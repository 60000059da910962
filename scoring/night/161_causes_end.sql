-- In place of 160_causes_end where visits alone were judged.
DROP VIEW night_cause, night_visit_cause
