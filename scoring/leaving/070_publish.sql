-- Grain: accounts whose published risk differs from their prediction. Reads: scoring_churnprediction.
-- Writes: accounts_account.churn_risk (primary key), nothing else: no version, no updated_at. Last, for the rows stay locked
-- until the end; locked in the order of their ids first, as imports and edits of many do.
WITH locked AS MATERIALIZED (
    SELECT account.id
    FROM accounts_account AS account
    LEFT JOIN scoring_churnprediction AS prediction ON prediction.account_id = account.id
    WHERE account.churn_risk IS DISTINCT FROM prediction.risk
    ORDER BY account.id
    FOR NO KEY UPDATE OF account
)
UPDATE accounts_account AS account
SET churn_risk = prediction.risk
FROM locked
LEFT JOIN scoring_churnprediction AS prediction ON prediction.account_id = locked.id
WHERE account.id = locked.id
