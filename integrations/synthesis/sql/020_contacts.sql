-- Grain: a contact; then a role of one. Writes accounts_contact, accounts_contactrole.
INSERT INTO accounts_contact (
    version, created_at, updated_at, account_id, name, sort_key, search_text, external_id, title, department, email,
    phone, wechat, preferred_channel, birthday, notes
)
SELECT
    1, %(now)s, %(now)s, %(first_account)s + n %% %(accounts)s,
    (%(surnames)s::text[])[1 + n %% %(surname_count)s] || (%(given)s::text[])[1 + n %% %(given_count)s],
    (%(surname_keys)s::text[])[1 + n %% %(surname_count)s] || ' ' || (%(given_keys)s::text[])[1 + n %% %(given_count)s],
    (%(surnames)s::text[])[1 + n %% %(surname_count)s] || (%(given)s::text[])[1 + n %% %(given_count)s] || ' '
        || (%(surname_keys)s::text[])[1 + n %% %(surname_count)s] || (%(given_keys)s::text[])[1 + n %% %(given_count)s],
    'SC' || n, (ARRAY['总经理', '采购经理', '工程师'])[1 + n %% 3], (ARRAY['管理', '采购', '工程'])[1 + n %% 3],
    'c' || n || '@synthetic.example', '', '', '', '', ''
FROM generate_series(0, %(contacts)s - 1) AS n
ORDER BY n;
INSERT INTO accounts_contactrole (account_id, contact_id, role)
SELECT account_id, id, (ARRAY['decision_maker', 'purchaser', 'user', 'interface'])[1 + id %% 4]
FROM accounts_contact
WHERE external_id LIKE 'SC%%'
