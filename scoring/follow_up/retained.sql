-- Grain: one row per account that ordered in the year before the last, (D − 730, D − 365]: whether it ordered in the last
-- one, and the tier that stood between them. Reads: scoring_ledgerentry (index-only over ledger_window),
-- scoring_tierdecision (decision_account). Writes: scoring_retained, where something differs.
WITH bought AS (
    SELECT account_id, max(date) > %(date)s::date - %(year)s AS stayed
    FROM scoring_ledgerentry
    WHERE date > %(date)s::date - 2 * %(year)s AND date <= %(date)s AND revenue_base > 0
    GROUP BY account_id
    HAVING min(date) <= %(date)s::date - %(year)s
),
told AS (
    SELECT bought.account_id, stayed, (
        SELECT tier
        FROM scoring_tierdecision AS decision
        WHERE decision.account_id = bought.account_id AND valid_from <= %(date)s::date - %(year)s
          AND (valid_until IS NULL OR valid_until > %(date)s::date - %(year)s)
    ) AS tier
    FROM bought
),
forgotten AS (
    DELETE FROM scoring_retained
    WHERE NOT EXISTS (SELECT FROM bought WHERE bought.account_id = scoring_retained.account_id)
)
INSERT INTO scoring_retained AS known (account_id, stayed, tier)
SELECT account_id, stayed, tier
FROM told
ORDER BY account_id
ON CONFLICT (account_id) DO UPDATE SET stayed = excluded.stayed, tier = excluded.tier
WHERE (known.stayed, known.tier) IS DISTINCT FROM (excluded.stayed, excluded.tier)
