-- Grain: open alerts whose facts moved on or whose account has another owner. Reads: night_cause.
-- Writes: scoring_alert (one_current_alert_per_cause). Nobody's edit, so the version stays.
UPDATE scoring_alert AS alert
SET facts = night_cause.facts, owner_id = night_cause.owner_id
FROM night_cause
WHERE night_cause.account_id = alert.account_id
  AND night_cause.cause = alert.cause
  AND alert.over_on IS NULL
  AND alert.state IN ('new', 'acknowledged', 'acting')
  AND (alert.facts <> night_cause.facts OR alert.owner_id <> night_cause.owner_id)
