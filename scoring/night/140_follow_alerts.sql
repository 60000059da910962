-- Grain: open alerts whose facts moved on or whose account has another owner. Reads: night_alert.
-- Writes: scoring_alert (primary key). Nobody's edit, so the version stays.
UPDATE scoring_alert AS alert
SET facts = night_alert.facts, owner_id = night_alert.owner_id
FROM night_alert
WHERE alert.id = alert_id AND NOT is_over AND over_on IS NULL AND state IN ('new', 'acknowledged', 'acting')
