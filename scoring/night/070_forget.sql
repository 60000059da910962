-- Grain: decisions of this date whose account is not among the active ones any more (archived since, then run again).
-- Reads: night_decision. Writes: scoring_tierdecision (decision_night_tier).
DELETE FROM scoring_tierdecision AS decision
WHERE decision.business_date = %(date)s
  AND NOT EXISTS (SELECT FROM night_decision WHERE night_decision.account_id = decision.account_id)
