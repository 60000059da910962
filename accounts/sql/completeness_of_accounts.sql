-- What is known of accounts themselves. Grain: one row an account and point that is known.
SELECT account.id AS account_id, point.key, point.seen_on
FROM accounts_account AS account
JOIN accounts_completeness AS own ON own.account_id = account.id
CROSS JOIN LATERAL (
    VALUES
        ('industry', CASE WHEN account.industry <> '' THEN date 'infinity' END),
        ('nature', CASE WHEN account.nature <> '' THEN date 'infinity' END),
        ('kind', CASE WHEN account.kind <> '' THEN date 'infinity' END),
        ('value_level', CASE WHEN account.value_level <> '' AND account.covered_by <> '' THEN date 'infinity' END),
        ('territory', CASE WHEN account.territory <> '' THEN date 'infinity' END),
        ('reach', CASE WHEN account.phone <> '' OR account.website <> '' THEN date 'infinity' END),
        ('address', CASE WHEN account.address <> '' THEN date 'infinity' END),
        ('looked_over', GREATEST((account.updated_at AT TIME ZONE %(zone)s)::date, own.checked_on)),
        ('visit', account.last_visit_on),
        ('next_step', account.next_step_on)
) AS point (key, seen_on)
WHERE point.seen_on IS NOT NULL
  AND account.id = %(account)s -- only one
