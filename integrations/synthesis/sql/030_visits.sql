-- Grain: a visit; then whom it met. Writes accounts_visit, accounts_visit_contacts. As in a company that is looked after:
-- each account has first of all one visit that is no longer ago than the cadence of the tier it will get, and an agreed
-- next step; one in twelve is left alone for longer, one in ten has nothing agreed. Further visits go back eighteen
-- months, to some accounts far more often than to others, and what was agreed in them is done. One in forty of the first
-- visits is still to come.
INSERT INTO accounts_visit (
    version, created_at, updated_at, account_id, by_id, state, starts_at, minutes, channel, purpose, summary, outcome,
    next_step, next_step_on, next_step_done_at, expenses, currency, rate, external_id
)
SELECT
    1, starts_at, starts_at, account.id, account.owner_id,
    CASE WHEN starts_at > %(now)s THEN 'planned' ELSE 'logged' END, starts_at, 15 + 15 * (n %% 6),
    (ARRAY['in_person', 'phone', 'wechat', 'video'])[1 + n %% 4], '回访', '设备运行稳定，对交货期表示满意。',
    CASE WHEN starts_at > %(now)s THEN '' ELSE (ARRAY['advanced', 'steady', 'setback'])[1 + n %% 3] END,
    CASE WHEN agreed THEN '提交报价' ELSE '' END,
    CASE WHEN agreed THEN (starts_at + (3 + ago) * interval '1 day')::date END,
    CASE WHEN agreed AND NOT is_first THEN starts_at + interval '3 days' END,
    CASE WHEN n %% 5 = 0 THEN 120 ELSE 0 END, %(currency)s, 1, 'SV' || n
FROM generate_series(0, %(visits)s - 1) AS n
CROSS JOIN LATERAL (
    SELECT n < %(accounts)s AS is_first,
           CASE WHEN n < %(accounts)s THEN (n * 7919::bigint) %% %(accounts)s
                ELSE floor(%(accounts)s * power(((n * 7919::bigint) %% 10007) / 10007.0::float8, 1.8))::bigint END AS place
) AS dealt
CROSS JOIN LATERAL (
    SELECT CASE WHEN (place * 31) %% %(accounts)s < 0.1 * %(accounts)s THEN 14
                WHEN (place * 31) %% %(accounts)s < 0.45 * %(accounts)s THEN 30
                ELSE 60 END AS cadence
) AS due
CROSS JOIN LATERAL (
    SELECT CASE WHEN NOT is_first THEN (n * 104729::bigint) %% 540
                WHEN n %% 12 = 5 THEN cadence + 8 + (n * 104729::bigint) %% 160
                ELSE (n * 104729::bigint) %% (cadence - 2) END AS ago
) AS rhythm
CROSS JOIN LATERAL (
    SELECT date_trunc('hour', %(now)s::timestamptz)
           + CASE WHEN is_first AND n %% 40 = 0 THEN 1 + n %% 30 ELSE -ago END * interval '1 day' AS starts_at
) AS planned
CROSS JOIN LATERAL (
    SELECT starts_at <= %(now)s AND CASE WHEN is_first THEN n %% 10 <> 7 ELSE n %% 2 = 0 END AS agreed
) AS promised
JOIN accounts_account AS account ON account.id = %(first_account)s + dealt.place
ORDER BY n;
INSERT INTO accounts_visit_contacts (visit_id, contact_id)
SELECT visit.id, met.id
FROM accounts_visit AS visit,
    LATERAL (SELECT id FROM accounts_contact WHERE account_id = visit.account_id ORDER BY id LIMIT 1) AS met
WHERE visit.external_id LIKE 'SV%%'
