-- In place of 125_causes where visits, next steps, surveys, contracts, complaints and people alone are judged anew. Writes: night_cause, a view.
DROP TABLE IF EXISTS night_cause;
CREATE TEMP VIEW night_cause AS
SELECT * FROM night_visit_cause
UNION ALL
SELECT * FROM night_survey_cause
UNION ALL
SELECT * FROM night_contract_cause
UNION ALL
SELECT * FROM night_complaint_cause
UNION ALL
SELECT * FROM night_people_cause
