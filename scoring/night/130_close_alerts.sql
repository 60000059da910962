-- Grain: current alerts whose cause is gone, and closed ones whose quiet has passed: from over_on on it may alert again.
-- Reads: night_alert. Writes: scoring_alert (primary key).
UPDATE scoring_alert AS alert
SET over_on = %(date)s,
    state = CASE WHEN state IN ('resolved', 'false_alarm') THEN state ELSE 'resolved' END,
    closed_at = coalesce(closed_at, now()),
    version = alert.version + 1,
    updated_at = now()
FROM night_alert
WHERE alert.id = alert_id AND is_over AND over_on IS NULL
