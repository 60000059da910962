-- Grain: predictions whose account was archived, or has lost its orders by a correction. Reads: churn_risk.
-- Writes: scoring_churnprediction.
DELETE FROM scoring_churnprediction AS prediction
WHERE NOT EXISTS (SELECT FROM churn_risk WHERE churn_risk.account_id = prediction.account_id)
