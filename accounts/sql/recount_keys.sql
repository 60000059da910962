-- What every account may be recognised by, made anew: for who loaded accounts or contacts without their triggers.
-- grain: one row an account and key · reads: accounts_account, accounts_contact · writes: accounts_matchkey
TRUNCATE accounts_matchkey;
INSERT INTO accounts_matchkey (account_id, key)
SELECT account.id, key
FROM accounts_account AS account
CROSS JOIN LATERAL accounts_own_keys(account.name, account.external_id, account.phone, account.website) AS key
WHERE account.archived_at IS NULL
UNION
SELECT contact.account_id, 'd:' || accounts_mail_key(contact.email)
FROM accounts_contact AS contact
JOIN accounts_account AS account ON account.id = contact.account_id
WHERE account.archived_at IS NULL AND accounts_mail_key(contact.email) IS NOT NULL
