-- Grain: one row per account and cause that speaks for itself as of the business date. Reads: night_ledger_cause,
-- night_visit_cause, night_complaint_cause, night_survey_cause, night_contract_cause, night_people_cause. Writes: night_cause, a view: of a million causes that were there yesterday none is written down.
DROP TABLE IF EXISTS night_cause;
CREATE TEMP VIEW night_cause AS
SELECT * FROM night_ledger_cause
UNION ALL
SELECT * FROM night_visit_cause
UNION ALL
SELECT * FROM night_survey_cause
UNION ALL
SELECT * FROM night_contract_cause
UNION ALL
SELECT * FROM night_complaint_cause
UNION ALL
SELECT * FROM night_people_cause
