-- Grain: accounts whose published risk differs from their prediction. Reads: scoring_churnprediction.
-- Writes: accounts_account.churn_risk (primary key), nothing else: no version, no updated_at.
UPDATE accounts_account AS account
SET churn_risk = stands.risk
FROM (
    SELECT account.id, prediction.risk
    FROM accounts_account AS account
    LEFT JOIN scoring_churnprediction AS prediction ON prediction.account_id = account.id
    WHERE account.churn_risk IS DISTINCT FROM prediction.risk
) AS stands
WHERE account.id = stands.id
