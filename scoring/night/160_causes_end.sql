-- Views outlive the transaction; these must not stand in the way of the next night, nor of a migration.
DROP VIEW night_cause, night_ledger_cause, night_visit_cause, night_survey_cause, night_contract_cause,
    night_complaint_cause, night_people_cause, night_alive
