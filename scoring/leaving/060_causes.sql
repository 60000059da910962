-- Grain: one row per account, not lost, whose risk reaches the rule's threshold. Reads: scoring_churnprediction,
-- scoring_alertrule, accounts_account. Writes: night_cause.
INSERT INTO night_cause
SELECT account_id, cause, owner_id, due_days,
       jsonb_build_object('risk', risk::text, 'last_order', last_order, 'orders', orders, 'days', %(horizon)s::integer)
FROM scoring_churnprediction
JOIN accounts_account AS account ON account.id = account_id
JOIN scoring_alertrule AS rule ON cause = 'churn' AND is_enabled
WHERE risk >= threshold AND archived_at IS NULL AND lost_on IS NULL AND (cardinality(tiers) = 0 OR tier = ANY (tiers))
