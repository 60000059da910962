-- In place of 160_causes_end where visits, surveys and contracts alone were judged.
DROP VIEW night_cause, night_visit_cause, night_survey_cause, night_contract_cause, night_alive
