-- In place of 160_causes_end where visits, surveys, contracts, complaints and people alone were judged.
DROP VIEW night_cause, night_visit_cause, night_survey_cause, night_contract_cause,
    night_complaint_cause, night_people_cause, night_alive
