-- Grain: one new alert per account and cause that has no current one. Reads: night_alert, accounts_account and night_published (its tier),
-- scoring_alertrule (the tier's own days to act, counted from the day on which somebody can read it: an old ledger that
-- is scored as of a past day opens no alert that is years late). Writes: scoring_alert (one_current_alert_per_cause settles two writers).
INSERT INTO scoring_alert (
    account_id, cause, state, owner_id, due_on, opened_on, facts, note, outcome, verdict,
    escalation_level, version, created_at, updated_at
)
SELECT night_alert.account_id, night_alert.cause, 'new', night_alert.owner_id,
       %(due_from)s::date + coalesce(CASE account.tier  -- only published
       %(due_from)s::date + coalesce(CASE coalesce(published.tier, account.tier)  -- only unpublished
           WHEN 'platinum' THEN due_platinum WHEN 'gold' THEN due_gold WHEN 'iron' THEN due_iron WHEN 'lead' THEN due_lead
       END, night_alert.due_days),
       %(date)s, facts, '', '', '', 0, 1, now(), now()
FROM night_alert
JOIN accounts_account AS account ON account.id = night_alert.account_id
LEFT JOIN night_published AS published ON published.account_id = night_alert.account_id  -- only unpublished
JOIN scoring_alertrule AS rule ON rule.cause = night_alert.cause
WHERE night_alert.account_id IS NOT NULL AND (alert_id IS NULL OR is_over)
ORDER BY night_alert.account_id, night_alert.cause
ON CONFLICT (account_id, cause) WHERE over_on IS NULL DO NOTHING
