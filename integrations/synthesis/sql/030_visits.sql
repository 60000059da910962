-- Grain: a visit; then whom it met. Writes accounts_visit, accounts_visit_contacts. Some accounts are visited far more
-- often than others; one in forty visits is still to come, one in ten left a step open.
INSERT INTO accounts_visit (
    version, created_at, updated_at, account_id, by_id, state, starts_at, minutes, channel, purpose, summary, outcome,
    next_step, next_step_on, next_step_done_at, expenses, currency, rate, external_id
)
SELECT
    1, starts_at, starts_at, account.id, account.owner_id,
    CASE WHEN starts_at > %(now)s THEN 'planned' ELSE 'logged' END, starts_at, 15 + 15 * (n %% 6),
    (ARRAY['in_person', 'phone', 'wechat', 'video'])[1 + n %% 4], '回访', '设备运行稳定，对交货期表示满意。',
    CASE WHEN starts_at > %(now)s THEN '' ELSE (ARRAY['advanced', 'steady', 'setback'])[1 + n %% 3] END,
    CASE WHEN n %% 2 = 0 AND starts_at <= %(now)s THEN '提交报价' ELSE '' END,
    CASE WHEN n %% 2 = 0 AND starts_at <= %(now)s THEN (starts_at + interval '9 days')::date END,
    CASE WHEN n %% 2 = 0 AND starts_at <= %(now)s AND n %% 10 <> 0 THEN starts_at + interval '6 days' END,
    CASE WHEN n %% 5 = 0 THEN 120 ELSE 0 END, %(currency)s, 1, 'SV' || n
FROM generate_series(0, %(visits)s - 1) AS n,
    LATERAL (
        SELECT date_trunc('hour', %(now)s::timestamptz) - ((n * 104729::bigint) %% 540) * interval '1 day'
               + CASE WHEN n %% 40 = 0 THEN interval '545 days' ELSE interval '0' END AS starts_at,
               floor(%(accounts)s * power(((n * 7919::bigint) %% 10007) / 10007.0, 1.8))::bigint AS place
    ) AS drawn
JOIN accounts_account AS account ON account.id = %(first_account)s + drawn.place
ORDER BY n;
INSERT INTO accounts_visit_contacts (visit_id, contact_id)
SELECT visit.id, met.id
FROM accounts_visit AS visit,
    LATERAL (SELECT id FROM accounts_contact WHERE account_id = visit.account_id ORDER BY id LIMIT 1) AS met
WHERE visit.external_id LIKE 'SV%%'
